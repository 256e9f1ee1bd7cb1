namespace BulkVerify.Statistics;

/// <summary>How many messages meet a requirement, of those that it can be judged for. Merging commutes. Not thread-safe.</summary>
public sealed class RequirementTally : IStoredTally
{
    public long Met { get; set; }

    public long Judged { get; set; }

    /// <summary>What decided for it, with counts: a record with its term, an envelope, a key with its bits.</summary>
    public KeptCounts For { get; set; } = new();

    /// <summary>What decided against it, with counts: a record, a header, a reason.</summary>
    public KeptCounts Against { get; set; } = new();

    /// <summary>What left it open for messages that cannot tell, with counts: never a reason to change anything.</summary>
    public KeptCounts Open { get; set; } = new();

    /// <param name="met">Null when the message cannot tell.</param>
    /// <param name="row">The message.</param>
    /// <param name="counts">Adds what decides for it to the counts.</param>
    /// <param name="against">Counts what decides where it is not met, or leaves it open.</param>
    public void Add(bool? met, MessageRow row, Action<MessageRow, KeptCounts> counts, Action<MessageRow, KeptCounts> against)
    {
        switch (met)
        {
            case true:
                Met++;
                Judged++;
                counts(row, For);
                break;
            case false:
                Judged++;
                against(row, Against);
                break;
            case null:
                against(row, Open);
                break;
        }
    }

    public void Merge(RequirementTally other)
    {
        Met += other.Met;
        Judged += other.Judged;
        For.Merge(other.For);
        Against.Merge(other.Against);
        Open.Merge(other.Open);
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Met = port.Exchange(Met);
        Judged = port.Exchange(Judged);
        port.Exchange(For);
        port.Exchange(Against);
        port.Exchange(Open);
    }
}
