using System.Runtime.CompilerServices;

namespace BulkVerify.Statistics;

/// <summary>How often each of a few texts occurred. Of more than <paramref name="maxTexts"/> those with the smallest hashes are kept: a text that is kept at the end was kept
/// in every part, so its count is exact and merging commutes. Counting a text that is kept allocates nothing. Not thread-safe.</summary>
/// <remarks>A run has dozens of these for each of thousands of streams, nearly all with one or two texts: an array that is searched from the front, none when empty.</remarks>
/// <param name="maxTexts">Texts kept, at least 1.</param>
public sealed class KeptCounts(byte maxTexts = KeptCounts.MaxTexts) : IStoredTally
{
    /// <summary>Texts kept by default.</summary>
    public const int MaxTexts = 32;

    private const int MaxStackChars = 512;

    private Entry[] _entries = [];
    // From when there are too many texts, and the array is full of them: their hashes, and the place of the largest.
    private ulong[]? _hashes;
    private int _largest;
    private int _count;

    /// <summary>Counts by text, in ordinal order; a copy.</summary>
    public SortedDictionary<string, long> Texts
    {
        get
        {
            var texts = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (Entry entry in Entries)
                texts.Add(entry.Text, entry.Count);
            return texts;
        }
    }

    /// <summary>True when there were more texts than are kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>True when nothing was counted.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Most frequent first, ties in text order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ByCount()
    {
        if (_count == 0)
            return [];
        KeyValuePair<string, long>[] counts = Array.ConvertAll(Entries.ToArray(), static e => KeyValuePair.Create(e.Text, e.Count));
        Array.Sort(counts, static (a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
        return counts;
    }

    /// <summary>The most frequent text; empty without any.</summary>
    public string Commonest()
    {
        string commonest = "";
        long most = 0;
        foreach (Entry entry in Entries)
        {
            if (entry.Count > most || (entry.Count == most && string.CompareOrdinal(entry.Text, commonest) < 0))
                (commonest, most) = (entry.Text, entry.Count);
        }
        return commonest;
    }

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(string text, long count = 1)
    {
        if (!TryAddKnown(text, count))
            AddNew(text, count);
    }

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(ReadOnlySpan<char> text, long count = 1)
    {
        if (!TryAddKnown(text, count))
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
        foreach (Entry entry in other.Entries)
            Add(entry.Text, entry.Count);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        int count = port.ExchangeCount(_count, maxTexts);
        if (count == 0)
            return;
        IsCut = port.Exchange(IsCut);
        if (port.IsReading)
            _entries = new Entry[count];
        else if (port.IsWriting)
            SortByText();
        _count = count;
        for (int i = 0; i < count; i++)
            _entries[i] = new Entry { Text = port.Exchange(_entries[i].Text ?? ""), Count = port.Exchange(_entries[i].Count) };
    }

    /// <summary>Equal counts are written alike.</summary>
    private void SortByText()
    {
        if (_count < 2)
            return;
        Entries.Sort(static (a, b) => string.CompareOrdinal(a.Text, b.Text));
        _hashes = null;
    }

    private Span<Entry> Entries => _entries.AsSpan(0, _count);

    private static Span<char> Append(Span<char> to, ReadOnlySpan<char> text)
    {
        text.CopyTo(to);
        return to[text.Length..];
    }

    /// <summary>False for a text that may be one to keep and is not kept yet.</summary>
    private bool TryAddKnown(ReadOnlySpan<char> text, long count)
    {
        if (text.IsEmpty || count == 0)
            return true;
        // Of a stream with many addresses or keys nearly all end here.
        if (_hashes is not null && Hash(text) > _hashes[_largest])
            return true;
        int index = Find(text);
        if (index < 0)
            return false;
        _entries[index].Count += count;
        return true;
    }

    private int Find(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<Entry> entries = Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].Text.Length == text.Length && text.SequenceEqual(entries[i].Text))
                return i;
        }
        return -1;
    }

    private void AddNew(string text, long count)
    {
        if (_count == maxTexts)
        {
            Replace(text, count);
            return;
        }
        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Clamp(2 * _count, 1, (int)maxTexts));
        _entries[_count++] = new Entry { Text = text, Count = count };
    }

    /// <summary>Takes the place of the text with the largest hash, if that is larger.</summary>
    private void Replace(string text, long count)
    {
        IsCut = true;
        if (_hashes is null)
        {
            _hashes = Array.ConvertAll(_entries, static e => Hash(e.Text));
            _largest = LargestOf(_hashes);
        }
        ulong hash = Hash(text);
        if (hash >= _hashes[_largest])
            return;
        _entries[_largest] = new Entry { Text = text, Count = count };
        _hashes[_largest] = hash;
        _largest = LargestOf(_hashes);
    }

    private static int LargestOf(ReadOnlySpan<ulong> hashes)
    {
        int largest = 0;
        for (int i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] > hashes[largest])
                largest = i;
        }
        return largest;
    }

    /// <summary>FNV-1a: stable between runs and machines.</summary>
    internal static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
            hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    private struct Entry
    {
        public string Text;
        public long Count;
    }
}
