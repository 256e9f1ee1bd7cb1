namespace BulkVerify.Statistics;

/// <summary>What receivers said on arrival of the messages of a group. Adding and merging commute. Not thread-safe.</summary>
public sealed class ThenTally : IStoredTally
{
    /// <summary>Messages of which the receiver said pass or fail for DMARC; none and errors are no verdict.</summary>
    public long DmarcSaid { get; set; }

    public long DmarcPass { get; set; }

    /// <summary>Messages of which it said anything for SPF, and of those the ones that passed aligned.</summary>
    public long SpfSaid { get; set; }

    public long SpfAligned { get; set; }

    /// <summary>Messages of which it named a signature, and of those the ones where an aligned one passed. A word for DKIM that names none tells nothing of alignment.</summary>
    public long DkimSaid { get; set; }

    public long DkimAligned { get; set; }

    /// <summary>Who wrote Authentication-Results that were not believed.</summary>
    public KeptCounts OfferedBy { get; set; } = new();

    public void Add(MessageRow row)
    {
        OfferedBy.Add(row.ThenOfferedBy);
        DmarcSaid += row.ThenDmarc is "pass" or "fail" ? 1 : 0;
        DmarcPass += row.ThenDmarc == "pass" ? 1 : 0;
        SpfSaid += row.ThenSpf.Length > 0 ? 1 : 0;
        SpfAligned += row.ThenSpfAligned ? 1 : 0;
        DkimSaid += row.Dkim.Exists(static s => s.Then.Length > 0) ? 1 : 0;
        DkimAligned += row.Dkim.Exists(static s => s is { Aligned: true, Then: "pass" }) ? 1 : 0;
    }

    public void Merge(ThenTally other)
    {
        OfferedBy.Merge(other.OfferedBy);
        DmarcSaid += other.DmarcSaid;
        DmarcPass += other.DmarcPass;
        SpfSaid += other.SpfSaid;
        SpfAligned += other.SpfAligned;
        DkimSaid += other.DkimSaid;
        DkimAligned += other.DkimAligned;
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        DmarcSaid = port.Exchange(DmarcSaid);
        DmarcPass = port.Exchange(DmarcPass);
        SpfSaid = port.Exchange(SpfSaid);
        SpfAligned = port.Exchange(SpfAligned);
        DkimSaid = port.Exchange(DkimSaid);
        DkimAligned = port.Exchange(DkimAligned);
        port.Exchange(OfferedBy);
    }
}
