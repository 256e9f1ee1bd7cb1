using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>How often each of a few texts occurred. Of more than <see cref="MaxTexts"/> those with the smallest hashes are kept: a text that is kept at the end was kept
/// in every part, so its count is exact and merging commutes. Counting a text that is kept allocates nothing. Not thread-safe.</summary>
/// <remarks>A run has dozens of these for each of thousands of streams, nearly all with one or two texts: arrays that are searched from the front, none when empty.</remarks>
public sealed class KeptCounts
{
    /// <summary>Texts kept.</summary>
    public const int MaxTexts = 32;

    private const int MaxStackChars = 512;
    private const int FirstCapacity = 2;

    private string[] _texts = [];
    private long[] _counts = [];
    // Hashes of the texts, from when there are too many of them.
    private ulong[]? _hashes;
    private int _count;

    /// <summary>Counts by text, in ordinal order; a copy.</summary>
    [JsonInclude]
    public SortedDictionary<string, long> Texts
    {
        get
        {
            var texts = new SortedDictionary<string, long>(StringComparer.Ordinal);
            for (int i = 0; i < _count; i++)
                texts.Add(_texts[i], _counts[i]);
            return texts;
        }
        internal set
        {
            foreach ((string text, long count) in value)
                Add(text, count);
        }
    }

    /// <summary>True when there were more texts than are kept.</summary>
    [JsonInclude]
    public bool IsCut { get; internal set; }

    /// <summary>True when nothing was counted.</summary>
    [JsonIgnore]
    public bool IsEmpty => _count == 0;

    /// <summary>Most frequent first, ties in text order.</summary>
    public IEnumerable<KeyValuePair<string, long>> ByCount() => Texts.OrderByDescending(t => t.Value);

    /// <summary>The most frequent text; empty without any.</summary>
    public string Commonest() => ByCount().FirstOrDefault().Key ?? "";

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(string text, long count = 1)
    {
        if (text.Length == 0 || count == 0)
            return;
        int index = Find(text);
        if (index >= 0)
            _counts[index] += count;
        else
            AddNew(text, count);
    }

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(ReadOnlySpan<char> text, long count = 1)
    {
        if (text.IsEmpty || count == 0)
            return;
        int index = Find(text);
        if (index >= 0)
            _counts[index] += count;
        else
            AddNew(text.ToString(), count);
    }

    /// <summary>Counts "first second".</summary>
    public void AddPair(string first, ReadOnlySpan<char> second) => AddTexts(first, " ", second);

    /// <summary>Counts the texts as one.</summary>
    [SkipLocalsInit]
    public void AddTexts(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third, ReadOnlySpan<char> fourth = default, ReadOnlySpan<char> fifth = default)
    {
        int length = first.Length + second.Length + third.Length + fourth.Length + fifth.Length;
        Span<char> text = length <= MaxStackChars ? stackalloc char[MaxStackChars] : new char[length];
        Span<char> rest = Append(text, first);
        rest = Append(rest, second);
        rest = Append(rest, third);
        rest = Append(rest, fourth);
        Append(rest, fifth);
        Add(text[..length]);
    }

    public void Merge(KeptCounts other)
    {
        IsCut |= other.IsCut;
        for (int i = 0; i < other._count; i++)
            Add(other._texts[i], other._counts[i]);
    }

    private static Span<char> Append(Span<char> to, ReadOnlySpan<char> text)
    {
        text.CopyTo(to);
        return to[text.Length..];
    }

    private int Find(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<string> texts = _texts.AsSpan(0, _count);
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length == text.Length && text.SequenceEqual(texts[i]))
                return i;
        }
        return -1;
    }

    private void AddNew(string text, long count)
    {
        if (_count == MaxTexts)
        {
            Replace(text, count);
            return;
        }
        if (_count == _texts.Length)
        {
            int capacity = Math.Max(FirstCapacity, 2 * _count);
            Array.Resize(ref _texts, capacity);
            Array.Resize(ref _counts, capacity);
        }
        _texts[_count] = text;
        _counts[_count++] = count;
    }

    /// <summary>Takes the place of the text with the largest hash, if that is larger.</summary>
    private void Replace(string text, long count)
    {
        IsCut = true;
        _hashes ??= Array.ConvertAll(_texts, static t => Hash(t));
        int largest = 0;
        for (int i = 1; i < MaxTexts; i++)
        {
            if (_hashes[i] > _hashes[largest])
                largest = i;
        }
        ulong hash = Hash(text);
        if (hash >= _hashes[largest])
            return;
        _texts[largest] = text;
        _counts[largest] = count;
        _hashes[largest] = hash;
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
