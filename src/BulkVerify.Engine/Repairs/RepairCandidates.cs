using System.Runtime.InteropServices;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Repairs;

/// <summary>The messages that are tried: of each archive the first ones of each stream, in the order of the plan, so that few splits hold them. Rows are added in that
/// order, which no size of splits changes. Not thread-safe.</summary>
internal sealed class RepairCandidates
{
    /// <summary>Messages tried of one stream in one archive.</summary>
    public const int MaxPerStream = 12;

    /// <summary>Messages tried of one archive: enough to tell what was done to it.</summary>
    public const int MaxPerArchive = 96;

    /// <summary>Messages tried in all.</summary>
    public const int MaxPerRun = 4096;

    private readonly Dictionary<string, int> _archives = [];
    private readonly Dictionary<(string Archive, StreamKey Stream), int> _streams = [];
    private readonly SortedDictionary<int, Dictionary<MessageLocator, MessageRow>> _splits = [];
    private int _count;

    public void Add(MessageRow row, int split)
    {
        if (_count == MaxPerRun || !RepairTrial.Suits(row))
            return;
        string archive = ArchiveGroups.Of(row.Archive);
        ref int ofArchive = ref CollectionsMarshal.GetValueRefOrAddDefault(_archives, archive, out _);
        ref int ofStream = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, (archive, new StreamKey(row.Sender, row.AuthorDomain)), out _);
        if (ofArchive == MaxPerArchive || ofStream == MaxPerStream)
            return;
        ofArchive++;
        ofStream++;
        _count++;
        if (!_splits.TryGetValue(split, out Dictionary<MessageLocator, MessageRow>? rows))
            _splits[split] = rows = [];
        rows[new MessageLocator(row.Archive, row.Offset)] = row;
    }

    /// <summary>True when no more messages of the archive are taken.</summary>
    public bool IsFull(string archive) => _count == MaxPerRun || _archives.GetValueOrDefault(ArchiveGroups.Of(archive)) == MaxPerArchive;

    /// <summary>Rows by split and locator.</summary>
    public IEnumerable<(int Split, Dictionary<MessageLocator, MessageRow> Rows)> BySplit() => _splits.Select(s => (s.Key, s.Value));
}
