using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>How often each of a few texts occurred. Of more than <see cref="MaxTexts"/> those with the smallest hashes are kept: a text that is kept at the end was kept
/// in every part, so its count is exact and merging commutes. Counting a text that is kept allocates nothing. Not thread-safe.</summary>
public sealed class KeptCounts
{
    /// <summary>Texts kept.</summary>
    public const int MaxTexts = 32;

    private const int MaxStackChars = 512;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private ulong? _largest;

    public KeptCounts() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Counts by text, in ordinal order; a copy.</summary>
    [JsonInclude]
    public SortedDictionary<string, long> Texts
    {
        get => new(_counts, StringComparer.Ordinal);
        private set
        {
            foreach ((string text, long count) in value)
                Add(text, count);
        }
    }

    /// <summary>True when there were more texts than are kept.</summary>
    [JsonInclude]
    public bool IsCut { get; private set; }

    /// <summary>Most frequent first, ties in text order.</summary>
    public IEnumerable<KeyValuePair<string, long>> ByCount() => _counts.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal);

    /// <summary>The most frequent text; empty without any.</summary>
    public string Commonest() => ByCount().FirstOrDefault().Key ?? "";

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(ReadOnlySpan<char> text, long count = 1)
    {
        if (text.IsEmpty || count == 0)
            return;
        if (_bySpan.TryGetValue(text, out long known))
            _bySpan[text] = known + count;
        else
            AddNew(text.ToString(), count);
    }

    /// <summary>Counts "first second".</summary>
    public void AddPair(string first, ReadOnlySpan<char> second)
    {
        int length = first.Length + 1 + second.Length;
        Span<char> text = length <= MaxStackChars ? stackalloc char[length] : new char[length];
        first.CopyTo(text);
        text[first.Length] = ' ';
        second.CopyTo(text[(first.Length + 1)..]);
        Add(text);
    }

    public void Merge(KeptCounts other)
    {
        IsCut |= other.IsCut;
        foreach ((string text, long count) in other._counts)
            Add(text, count);
    }

    private void AddNew(string text, long count)
    {
        if (_counts.Count >= MaxTexts)
        {
            IsCut = true;
            _largest ??= _counts.Keys.Max(static t => Hash(t));
            if (Hash(text) >= _largest)
                return;
            _counts.Remove(_counts.Keys.First(t => Hash(t) == _largest));
        }
        _counts.Add(text, count);
        _largest = null;
    }

    /// <summary>FNV-1a: stable between runs and machines.</summary>
    internal static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }
}
