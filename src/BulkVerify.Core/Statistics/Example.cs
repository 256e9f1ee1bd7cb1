namespace BulkVerify.Statistics;

/// <summary>A message that shows something, so that it can be opened.</summary>
/// <param name="Rank">Hash of the locator: of several examples the smallest ranks are kept, which does not depend on the order of counting.</param>
public sealed record Example(ulong Rank, string Archive, long Offset, string MessageId) : IComparable<Example>
{
    internal static Example None { get; } = new(0, "", 0, "");

    /// <summary>Itself when writing, what was written when reading.</summary>
    internal Example Exchange(TallyPort port) => new(port.Exchange(Rank), port.Exchange(Archive), port.Exchange(Offset), port.Exchange(MessageId));

    public int CompareTo(Example? other)
    {
        if (other is null)
            return 1;
        int byRank = Rank.CompareTo(other.Rank);
        if (byRank != 0)
            return byRank;
        int byArchive = string.CompareOrdinal(Archive, other.Archive);
        return byArchive != 0 ? byArchive : Offset.CompareTo(other.Offset);
    }

    /// <summary>The example that a row makes.</summary>
    public static Example Of(MessageRow row) => new(RankOf(row), row.Archive, row.Offset, row.MessageId);

    /// <summary>FNV-1a over path and offset: stable between runs and machines.</summary>
    public static ulong RankOf(MessageRow row) => RankOf(row.Archive, row.Offset);

    /// <inheritdoc cref="RankOf(MessageRow)"/>
    public static ulong RankOf(string archive, long offset)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in archive)
            hash = (hash ^ c) * 1099511628211;
        for (int shift = 0; shift < 64; shift += 8)
            hash = (hash ^ (byte)(offset >> shift)) * 1099511628211;
        return hash;
    }
}
