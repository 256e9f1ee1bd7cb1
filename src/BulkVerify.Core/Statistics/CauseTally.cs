namespace BulkVerify.Statistics;

/// <summary>How often one cause of failure occurred, with examples. Merging commutes. Not thread-safe.</summary>
public sealed class CauseTally : IStoredTally
{
    /// <summary>Examples kept of each cause.</summary>
    public const int MaxExamples = 3;

    public long Count { get; set; }

    /// <summary>The <see cref="MaxExamples"/> of smallest rank, in order.</summary>
    public List<Example> Examples { get; set; } = [];

    public void Add(MessageRow row)
    {
        ulong rank = Example.RankOf(row);
        Count++;
        if (Takes(rank) && !IsKept(rank, row.Archive, row.Offset))
            Keep(new Example(rank, row.Archive, row.Offset, row.MessageId));
    }

    /// <summary>Adds a message by its kept verdict.</summary>
    /// <param name="verdict">Its verdict.</param>
    /// <param name="place">Its place.</param>
    public void Add(KeptVerdict verdict, MessageLocator place)
    {
        Count++;
        if (Takes(verdict.Rank) && !IsKept(verdict.Rank, place.Archive, place.Offset))
            Keep(new Example(verdict.Rank, place.Archive, place.Offset, verdict.MessageId));
    }

    public void Merge(CauseTally other)
    {
        Count += other.Count;
        foreach (Example example in other.Examples)
            Keep(example);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Count = port.Exchange(Count);
        int examples = port.ExchangeCount(Examples.Count, MaxExamples);
        for (int i = 0; i < examples; i++)
        {
            if (port.IsReading)
                Examples.Add(Example.None.Exchange(port));
            else
                Examples[i].Exchange(port);
        }
    }

    private bool Takes(ulong rank) => Examples.Count < MaxExamples || rank <= Examples[^1].Rank;

    private bool IsKept(ulong rank, string archive, long offset)
    {
        foreach (Example example in Examples)
        {
            if (example.Rank == rank && example.Offset == offset && example.Archive == archive)
                return true;
        }
        return false;
    }

    private void Keep(Example example)
    {
        int index = Examples.BinarySearch(example);
        if (index < 0 && ~index < MaxExamples)
            Examples.Insert(~index, example);
        if (Examples.Count > MaxExamples)
            Examples.RemoveAt(MaxExamples);
    }
}
