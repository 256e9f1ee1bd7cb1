namespace BulkVerify.Statistics;

/// <summary>What receivers said on arrival of the messages of a group. Adding and merging commute. Not thread-safe.</summary>
public sealed class ThenTally : IStoredTally
{
    /// <summary>Messages that passed or failed; none and errors are no verdict.</summary>
    public ThenCount Dmarc { get; } = new();

    /// <summary>Whether it passed aligned.</summary>
    public ThenCount Spf { get; } = new();

    /// <summary>Messages of which the receiver named a signature: whether an aligned one passed. A word for DKIM that names none tells nothing of alignment.</summary>
    public ThenCount Dkim { get; } = new();

    /// <summary>Who wrote Authentication-Results that were not believed.</summary>
    public KeptCounts OfferedBy { get; set; } = new();

    /// <param name="row">A message that was received.</param>
    /// <param name="assessment">How it counts today.</param>
    public void Add(MessageRow row, Assessment assessment)
    {
        OfferedBy.Add(row.ThenOfferedBy);
        if (row.ThenDmarc is "pass" or "fail")
            Dmarc.Add(row.ThenDmarc == "pass", assessment is Assessment.Pass or Assessment.Fail or Assessment.Indirect, assessment == Assessment.Pass);
        if (row.ThenSpf.Length > 0)
            Spf.Add(row.ThenSpfAligned, RowAssessor.SpfAssessable(row), row.SpfAligned);
        if (row.Dkim.Exists(static s => s.Then.Length > 0))
            Dkim.Add(row.Dkim.Exists(static s => s is { Aligned: true, Then: "pass" }), RowAssessor.DkimAssessable(row), RowAssessor.DkimAligned(row));
    }

    public void Merge(ThenTally other)
    {
        OfferedBy.Merge(other.OfferedBy);
        Dmarc.Merge(other.Dmarc);
        Spf.Merge(other.Spf);
        Dkim.Merge(other.Dkim);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        port.Exchange(Dmarc);
        port.Exchange(Spf);
        port.Exchange(Dkim);
        port.Exchange(OfferedBy);
    }
}
