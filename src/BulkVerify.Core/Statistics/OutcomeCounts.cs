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

    /// <summary>Takes over what the rows of a stream came to.</summary>
    public void Add(StreamTally stream)
    {
        for (int i = 0; i < _assessments.Length; i++)
            _assessments[i] += stream.Assessments[i];
        Rejected += stream.Rejected;
        Quarantined += stream.Quarantined;
    }

    /// <summary>One message less that came to what <paramref name="before"/> says, one more that comes to what <paramref name="after"/> says.</summary>
    public void Move(MessageRow before, MessageRow after)
    {
        Count(before, -1);
        Count(after, 1);
    }

    private void Count(MessageRow row, int messages)
    {
        _assessments[(int)RowAssessor.Assess(row)] += messages;
        string policy = RowAssessor.Disposition(row);
        Rejected += policy == "reject" ? messages : 0;
        Quarantined += policy == "quarantine" ? messages : 0;
    }

    public void Merge(OutcomeCounts other)
    {
        for (int i = 0; i < _assessments.Length; i++)
            _assessments[i] += other._assessments[i];
        Rejected += other.Rejected;
        Quarantined += other.Quarantined;
    }
}
