namespace BulkVerify.Statistics;

/// <summary>How far the messages of one archive are as they were signed, by body hashes alone: no key is needed for that. Adding and merging commute. Not thread-safe.</summary>
public sealed class ArchiveTally : IStoredTally
{
    /// <summary>Messages whose body is as one of its signatures says.</summary>
    public long Exact { get; set; }

    /// <summary>Messages with signatures of which none agrees with the body.</summary>
    public long Altered { get; set; }

    /// <summary>Messages without a signature that covers the body.</summary>
    public long Unsigned { get; set; }

    /// <summary>Altered messages that a repair makes agree, by repair.</summary>
    public KeptCounts Repairs { get; set; } = new();

    /// <summary>Signatures that verify after a repair.</summary>
    public long VerifiedAfterRepair { get; set; }

    /// <summary>Who stored the messages.</summary>
    public KeptCounts Exporters { get; set; } = new();

    /// <summary>Signing domains of altered messages.</summary>
    public KeptCounts Signers { get; set; } = new();

    public long Messages => Exact + Altered + Unsigned;

    public void Add(MessageRow row)
    {
        bool matches = false, differs = false;
        foreach (SignatureRow signature in row.Dkim)
        {
            matches |= signature.BodyHash == "match";
            differs |= signature.BodyHash == "mismatch";
            VerifiedAfterRepair += signature.Repaired == "verified-after-repair" ? 1 : 0;
        }
        Exact += matches ? 1 : 0;
        Altered += !matches && differs ? 1 : 0;
        Unsigned += matches || differs ? 0 : 1;
        Exporters.Add(row.Exporter);
        if (row.Repair != RowAssessor.NotAssessable)
            Repairs.Add(row.Repair);
        if (matches || !differs)
            return;
        foreach (SignatureRow signature in row.Dkim)
            Signers.Add(signature.D);
    }

    public void Merge(ArchiveTally other)
    {
        Exact += other.Exact;
        Altered += other.Altered;
        Unsigned += other.Unsigned;
        VerifiedAfterRepair += other.VerifiedAfterRepair;
        Repairs.Merge(other.Repairs);
        Exporters.Merge(other.Exporters);
        Signers.Merge(other.Signers);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Exact = port.Exchange(Exact);
        Altered = port.Exchange(Altered);
        Unsigned = port.Exchange(Unsigned);
        port.Exchange(Repairs);
        VerifiedAfterRepair = port.Exchange(VerifiedAfterRepair);
        port.Exchange(Exporters);
        port.Exchange(Signers);
    }
}
