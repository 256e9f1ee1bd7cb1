namespace BulkVerify.Statistics;

/// <summary>One group of one table, as it stands in a file. Ordered by table, then by key. Immutable.</summary>
/// <param name="Key">What names the group inside its table.</param>
/// <param name="Weight">Its messages.</param>
/// <param name="Tally">All that is counted of it, encoded.</param>
internal sealed record StatisticsEntry(StatisticsTable Table, string[] Key, long Weight, ReadOnlyMemory<byte> Tally) : IComparable<StatisticsEntry>
{
    /// <param name="encoder">What it was used for before is cleared.</param>
    public static StatisticsEntry Of(StreamKey stream, StreamTally tally, TallyEncoder encoder) => Of(StatisticsTable.Streams, [stream.Sender, stream.AuthorDomain], tally.Messages, tally, encoder);

    /// <inheritdoc cref="Of(StreamKey, StreamTally, TallyEncoder)"/>
    public static StatisticsEntry Of(Finding finding, CauseTally tally, TallyEncoder encoder) => Of(StatisticsTable.Findings, [finding.Table, finding.Text], tally.Count, tally, encoder);

    /// <inheritdoc cref="Of(StreamKey, StreamTally, TallyEncoder)"/>
    public static StatisticsEntry Of(RuleDifferenceKey key, CauseTally tally, TallyEncoder encoder) =>
        Of(StatisticsTable.RuleDifferences, [key.Stream.Sender, key.Stream.AuthorDomain, key.Results, key.Identifiers, key.Walk, key.Walk7489], tally.Count, tally, encoder);

    /// <summary>Parts of a key of the table.</summary>
    /// <exception cref="InvalidDataException">There is no such table.</exception>
    public static int PartsOf(StatisticsTable table) => table switch
    {
        StatisticsTable.Findings or StatisticsTable.Streams => 2,
        StatisticsTable.RuleDifferences => 6,
        _ => throw new InvalidDataException($"there is no table {(int)table}"),
    };

    /// <summary>Both as one.</summary>
    /// <param name="other">Of the same key.</param>
    public StatisticsEntry With(StatisticsEntry other)
    {
        var sum = new RunStatistics();
        sum.Take(this);
        sum.Take(other);
        return sum.Entries().Single();
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public T Decode<T>() where T : IStoredTally, new()
    {
        var decoder = new TallyDecoder(Tally);
        var tally = new T();
        tally.Exchange(decoder);
        return decoder.IsAtEnd ? tally : throw new InvalidDataException($"more than a tally of {string.Join(' ', Key)}");
    }

    public int CompareTo(StatisticsEntry? other)
    {
        if (other is null)
            return 1;
        int order = Table.CompareTo(other.Table);
        for (int i = 0; order == 0 && i < Key.Length; i++)
            order = string.CompareOrdinal(Key[i], other.Key[i]);
        return order;
    }

    private static StatisticsEntry Of(StatisticsTable table, string[] key, long weight, IStoredTally tally, TallyEncoder encoder)
    {
        encoder.Clear();
        tally.Exchange(encoder);
        return new StatisticsEntry(table, key, weight, encoder.Written.ToArray());
    }
}
