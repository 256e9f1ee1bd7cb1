using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>When each of a few texts occurred. Of more than <see cref="MaxTexts"/> those with the smallest hashes are kept, as in <see cref="KeptCounts"/>: what is kept is exact,
/// and merging commutes. Not thread-safe.</summary>
public sealed class KeptSpans
{
    /// <summary>Texts kept.</summary>
    public const int MaxTexts = 32;

    private readonly Dictionary<string, KeptSpan> _spans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KeptSpan>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private ulong? _largest;

    public KeptSpans() => _bySpan = _spans.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Spans by text, in ordinal order; a copy.</summary>
    [JsonInclude]
    public SortedDictionary<string, KeptSpan> Texts
    {
        get => new(_spans, StringComparer.Ordinal);
        internal set
        {
            foreach ((string text, KeptSpan span) in value)
                Add(text, span);
        }
    }

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(ReadOnlySpan<char> text, long time) => Add(text, KeptSpan.Of(time));

    public void Merge(KeptSpans other)
    {
        foreach ((string text, KeptSpan span) in other._spans)
            Add(text, span);
    }

    private void Add(ReadOnlySpan<char> text, in KeptSpan span)
    {
        if (text.IsEmpty)
            return;
        if (_bySpan.TryGetValue(text, out KeptSpan known))
            _bySpan[text] = known.With(span);
        else
            AddNew(text, span);
    }

    private void AddNew(ReadOnlySpan<char> text, in KeptSpan span)
    {
        if (_spans.Count >= MaxTexts)
        {
            _largest ??= _spans.Keys.Max(static t => KeptCounts.Hash(t));
            if (KeptCounts.Hash(text) >= _largest)
                return;
            _spans.Remove(_spans.Keys.First(t => KeptCounts.Hash(t) == _largest));
        }
        _spans.Add(text.ToString(), span);
        _largest = null;
    }
}
