namespace BulkVerify.Statistics;

/// <summary>How messages count and what receivers are asked to do with them. Adding and merging commute. Not thread-safe.</summary>
public sealed class OutcomeCounts
{
    private readonly long[] _assessments = new long[Enum.GetValues<Assessment>().Length];

    public long this[Assessment assessment] => _assessments[(int)assessment];

    /// <summary>Received messages that fail DMARC under a policy of reject, indirect ones included: receivers see no difference.</summary>
    public long Rejected { get; private set; }

    /// <summary>The same under a policy of quarantine.</summary>
    public long Quarantined { get; private set; }

    /// <summary>Share of those that pass of those that pass or fail; null without any.</summary>
    public double? PassShare => this[Assessment.Pass] + this[Assessment.Fail] is > 0 and long rated ? (double)this[Assessment.Pass] / rated : null;

    public void Add(Assessment assessment, MessageRow row)
    {
        _assessments[(int)assessment]++;
        string policy = RowAssessor.Disposition(row);
        Rejected += policy == "reject" ? 1 : 0;
        Quarantined += policy == "quarantine" ? 1 : 0;
    }

    public void Merge(OutcomeCounts other)
    {
        for (int i = 0; i < _assessments.Length; i++)
            _assessments[i] += other._assessments[i];
        Rejected += other.Rejected;
        Quarantined += other.Quarantined;
    }
}
