using BulkVerify.Statistics;

namespace BulkVerify.Engine.Repairs;

/// <summary>The messages that are tried: of each stream those of smallest rank, whatever their order. Not thread-safe.</summary>
internal sealed class RepairCandidates
{
    /// <summary>Messages tried of each stream.</summary>
    public const int MaxPerStream = 24;

    private readonly Dictionary<StreamKey, List<(Example Example, int Split, MessageRow Row)>> _streams = [];

    public void Add(MessageRow row, int split)
    {
        if (!RepairTrial.Suits(row))
            return;
        var key = new StreamKey(row.Sender, row.AuthorDomain);
        if (!_streams.TryGetValue(key, out List<(Example Example, int Split, MessageRow Row)>? kept))
            _streams[key] = kept = [];
        var example = Example.Of(row);
        int at = kept.FindIndex(k => k.Example.CompareTo(example) > 0);
        if (at >= 0)
            kept.Insert(at, (example, split, row));
        else if (kept.Count < MaxPerStream)
            kept.Add((example, split, row));
        if (kept.Count > MaxPerStream)
            kept.RemoveAt(MaxPerStream);
    }

    /// <summary>Rows by split and locator.</summary>
    public IEnumerable<(int Split, Dictionary<MessageLocator, MessageRow> Rows)> BySplit() =>
        _streams.Values.SelectMany(s => s).GroupBy(c => c.Split).OrderBy(g => g.Key)
            .Select(g => (g.Key, g.ToDictionary(c => new MessageLocator(c.Row.Archive, c.Row.Offset), c => c.Row)));
}
