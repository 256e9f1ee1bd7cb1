namespace BulkVerify.Statistics;

/// <summary>Exact counts over the messages of one stream (or of any other group). Adding and merging commute and associate, so that the
/// result does not depend on order, splits or workers. Not thread-safe.</summary>
public sealed class StreamTally : IStoredTally
{
    private StreamFacts? _facts;
    private StreamHistory? _history;

    public long Messages { get; set; }

    /// <summary>Count of each <see cref="Assessment"/>, indexed by its value.</summary>
    public long[] Assessments { get; set; } = new long[7];

    /// <summary>Received messages that fail DMARC under a policy of reject; see <see cref="OutcomeCounts"/>.</summary>
    public long Rejected { get; set; }

    /// <summary>The same under a policy of quarantine.</summary>
    public long Quarantined { get; set; }

    /// <summary>Received messages, not indirect nor sent on by a forwarder, for which SPF could be judged, and of those the ones that pass aligned.</summary>
    public long SpfAssessed { get; set; }

    public long SpfAligned { get; set; }

    /// <summary>Received messages, not indirect, for which an aligned signature could be judged, and of those the ones where one passes.</summary>
    public long DkimAssessed { get; set; }

    public long DkimAligned { get; set; }

    /// <summary>Messages for which both could be judged, and of those the ones that pass aligned by both (RFC 9989 §8).</summary>
    public long BothAssessed { get; set; }

    public long BothAligned { get; set; }

    /// <summary>Aligned passing signatures by Ed25519, whose keys have one size.</summary>
    public long Ed25519 { get; set; }

    /// <summary>Smallest and largest RSA key in bits of aligned passing signatures; 0 without one.</summary>
    public int MinKeyBits { get; set; }

    public int MaxKeyBits { get; set; }

    /// <summary>Time of receipt of the first and last message, seconds of the Unix epoch; null when none is known.</summary>
    public long? First { get; set; }

    public long? Last { get; set; }

    /// <summary>Causes of <see cref="Assessment.Fail"/> by <see cref="RowAssessor.FailureCause"/>.</summary>
    public SortedDictionary<string, CauseTally> Causes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What explains <see cref="Assessment.Indirect"/>: mailing-list, forwarded, arc.</summary>
    public KeptCounts IndirectBy { get; set; } = new();

    /// <summary>How the sender works for the author domain.</summary>
    public StreamFacts Facts => _facts ??= new();

    /// <summary>What receivers said on arrival.</summary>
    public ThenTally Then { get; set; } = new();

    /// <summary>When its mechanisms passed and what was seen when.</summary>
    public StreamHistory History => _history ??= new();

    public long this[Assessment assessment] => Assessments[(int)assessment];

    /// <summary>Messages that the pass rate is taken over.</summary>
    public long Rated => this[Assessment.Pass] + this[Assessment.Fail];

    public void Add(MessageRow row)
    {
        Assessment assessment = RowAssessor.Assess(row);
        AddCounts(row, assessment);
        if (assessment == Assessment.NeverReceived)
            return;
        if (assessment == Assessment.Indirect || (row.DmarcResult == "none" && row.Indirect.Length > 0))
        {
            Facts.Indirect++;
            return;
        }
        Facts.Add(row);
        History.Add(row);
    }

    /// <summary>The same without <see cref="Facts"/> and <see cref="History"/>, which are most of its size: for groups that are no streams.</summary>
    public void AddCounts(MessageRow row) => AddCounts(row, RowAssessor.Assess(row));

    private void AddCounts(MessageRow row, Assessment assessment)
    {
        Messages++;
        Assessments[(int)assessment]++;
        if (assessment == Assessment.NeverReceived)
            return;
        string disposition = RowAssessor.Disposition(row);
        Rejected += disposition == "reject" ? 1 : 0;
        Quarantined += disposition == "quarantine" ? 1 : 0;
        AddAlignment(row);
        Then.Add(row, assessment);
        AddKeys(row);
        if (assessment == Assessment.Indirect)
            IndirectBy.Add(row.Indirect);
        if (assessment == Assessment.Fail)
            CauseOf(RowAssessor.FailureCause(row)).Add(row);
        if (row.ReceivedAt is { } time)
            AddTime(time, time);
    }

    public void Merge(StreamTally other)
    {
        Messages += other.Messages;
        for (int i = 0; i < Assessments.Length; i++)
            Assessments[i] += other.Assessments[i];
        Rejected += other.Rejected;
        Quarantined += other.Quarantined;
        SpfAssessed += other.SpfAssessed;
        SpfAligned += other.SpfAligned;
        DkimAssessed += other.DkimAssessed;
        DkimAligned += other.DkimAligned;
        BothAssessed += other.BothAssessed;
        BothAligned += other.BothAligned;
        Ed25519 += other.Ed25519;
        AddKeyBits(other.MinKeyBits);
        AddKeyBits(other.MaxKeyBits);
        if (other.First is { } first && other.Last is { } last)
            AddTime(first, last);
        IndirectBy.Merge(other.IndirectBy);
        if (other._facts is not null)
            Facts.Merge(other._facts);
        Then.Merge(other.Then);
        if (other._history is not null)
            History.Merge(other._history);
        foreach ((string cause, CauseTally tally) in other.Causes)
            CauseOf(cause).Merge(tally);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Messages = port.Exchange(Messages);
        for (int i = 0; i < Assessments.Length; i++)
            Assessments[i] = port.Exchange(Assessments[i]);
        Rejected = port.Exchange(Rejected);
        Quarantined = port.Exchange(Quarantined);
        SpfAssessed = port.Exchange(SpfAssessed);
        SpfAligned = port.Exchange(SpfAligned);
        DkimAssessed = port.Exchange(DkimAssessed);
        DkimAligned = port.Exchange(DkimAligned);
        BothAssessed = port.Exchange(BothAssessed);
        BothAligned = port.Exchange(BothAligned);
        Ed25519 = port.Exchange(Ed25519);
        MinKeyBits = port.Exchange(MinKeyBits);
        MaxKeyBits = port.Exchange(MaxKeyBits);
        First = port.Exchange(First);
        Last = port.Exchange(Last);
        port.Exchange(Causes);
        port.Exchange(IndirectBy);
        port.Exchange(Facts);
        port.Exchange(Then);
        port.Exchange(History);
    }

    private void AddAlignment(MessageRow row)
    {
        // A list or forwarder explains why nothing aligns: that is no fault of the sender.
        if (row.Indirect.Length > 0)
            return;
        bool dkim = RowAssessor.DkimAligned(row), dkimAssessed = RowAssessor.DkimAssessable(row), spfAssessed = RowAssessor.SpfAssessable(row) && !RowAssessor.IsSentOn(row);
        DkimAssessed += dkimAssessed ? 1 : 0;
        DkimAligned += dkim ? 1 : 0;
        SpfAssessed += spfAssessed ? 1 : 0;
        SpfAligned += row.SpfAligned ? 1 : 0;
        BothAssessed += dkimAssessed && spfAssessed ? 1 : 0;
        BothAligned += dkim && row.SpfAligned ? 1 : 0;
    }

    private void AddKeys(MessageRow row)
    {
        foreach (SignatureRow signature in row.Dkim)
        {
            if (!signature.Aligned || signature.Result != "pass")
                continue;
            if (signature.A == "ed25519-sha256")
                Ed25519++;
            else
                AddKeyBits(signature.Bits);
        }
    }

    private void AddKeyBits(int bits)
    {
        if (bits == 0)
            return;
        MinKeyBits = MinKeyBits == 0 ? bits : Math.Min(MinKeyBits, bits);
        MaxKeyBits = Math.Max(MaxKeyBits, bits);
    }

    private void AddTime(long first, long last)
    {
        First = First is { } f ? Math.Min(f, first) : first;
        Last = Last is { } l ? Math.Max(l, last) : last;
    }

    private CauseTally CauseOf(string cause)
    {
        if (!Causes.TryGetValue(cause, out CauseTally? tally))
            Causes[cause] = tally = new CauseTally();
        return tally;
    }
}
