namespace BulkVerify.Statistics;

/// <summary>How many messages meet a requirement, of those that it can be judged for. Merging commutes. Not thread-safe.</summary>
public sealed class RequirementTally
{
    public long Met { get; set; }

    public long Judged { get; set; }

    /// <summary>What decided against it, with counts: a record, a header, a reason.</summary>
    public KeptCounts Against { get; set; } = new();

    /// <param name="met">Null when the message cannot tell.</param>
    /// <returns>True when it is met; otherwise what decided is to be added to <see cref="Against"/>.</returns>
    public bool Add(bool? met)
    {
        Judged += met is null ? 0 : 1;
        Met += met == true ? 1 : 0;
        return met == true;
    }

    public void Merge(RequirementTally other)
    {
        Met += other.Met;
        Judged += other.Judged;
        Against.Merge(other.Against);
    }
}
