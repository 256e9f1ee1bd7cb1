namespace BulkVerify.Statistics;

/// <summary>Counts what tallies hold in memory, about: their texts, and what stands around these. Changes nothing of them. Not thread-safe.</summary>
internal sealed class TallyMeter : TallyPort
{
    /// <summary>Of a text its object, the place that refers to it, and the count beside it.</summary>
    private const int TextOverhead = 40;

    public override bool IsReading => false;

    public override bool IsWriting => false;

    /// <summary>In octets.</summary>
    public long Total { get; private set; }

    public override long Exchange(long value)
    {
        Total += sizeof(long);
        return value;
    }

    public override ulong Exchange(ulong value)
    {
        Total += sizeof(ulong);
        return value;
    }

    public override string Exchange(string value)
    {
        Total += TextOverhead + (sizeof(char) * value.Length);
        return value;
    }
}
