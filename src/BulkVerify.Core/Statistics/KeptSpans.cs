namespace BulkVerify.Statistics;

/// <summary>When each of a few texts occurred. Of more than <see cref="MaxTexts"/> those with the smallest hashes are kept, as in <see cref="KeptCounts"/>: what is kept is exact,
/// and merging commutes. Not thread-safe.</summary>
public sealed class KeptSpans : IStoredTally
{
    /// <summary>Texts kept.</summary>
    public const int MaxTexts = 32;

    private Entry[] _entries = [];
    private int _count;
    // The largest hash, from when there are too many texts.
    private ulong? _largest;

    /// <summary>Spans by text, in ordinal order; a copy.</summary>
    public SortedDictionary<string, KeptSpan> Texts
    {
        get
        {
            var texts = new SortedDictionary<string, KeptSpan>(StringComparer.Ordinal);
            foreach (Entry entry in Entries)
                texts.Add(entry.Text, entry.Span);
            return texts;
        }
    }

    private Span<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Counts a text; an empty one is not counted.</summary>
    public void Add(ReadOnlySpan<char> text, long time) => Add(text, KeptSpan.Of(time));

    public void Merge(KeptSpans other)
    {
        foreach (Entry entry in other.Entries)
            Add(entry.Text, entry.Span);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        int count = port.ExchangeCount(_count, MaxTexts);
        if (port.IsReading)
            _entries = count == 0 ? [] : new Entry[count];
        else if (port.IsWriting)
            Entries.Sort(static (a, b) => string.CompareOrdinal(a.Text, b.Text));
        _count = count;
        for (int i = 0; i < count; i++)
            _entries[i] = new Entry { Text = port.Exchange(_entries[i].Text ?? ""), Span = _entries[i].Span.Exchange(port) };
    }

    private void Add(ReadOnlySpan<char> text, in KeptSpan span)
    {
        // Of a stream with many addresses nearly all end here.
        if (text.IsEmpty || (_largest is { } largest && KeptCounts.Hash(text) > largest))
            return;
        Span<Entry> entries = Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].Text.Length != text.Length || !text.SequenceEqual(entries[i].Text))
                continue;
            entries[i].Span = entries[i].Span.With(span);
            return;
        }
        AddNew(text, span);
    }

    private void AddNew(ReadOnlySpan<char> text, in KeptSpan span)
    {
        if (_count == MaxTexts)
        {
            _largest ??= Largest();
            if (KeptCounts.Hash(text) >= _largest)
                return;
            int place = Array.FindIndex(_entries, e => KeptCounts.Hash(e.Text) == _largest);
            _entries[place] = new Entry { Text = text.ToString(), Span = span };
            _largest = Largest();
            return;
        }
        if (_count == _entries.Length)
            Array.Resize(ref _entries, Math.Clamp(2 * _count, 1, MaxTexts));
        _entries[_count++] = new Entry { Text = text.ToString(), Span = span };
    }

    private ulong Largest()
    {
        ulong largest = 0;
        foreach (Entry entry in Entries)
            largest = Math.Max(largest, KeptCounts.Hash(entry.Text));
        return largest;
    }

    private struct Entry
    {
        public string Text;
        public KeptSpan Span;
    }
}
