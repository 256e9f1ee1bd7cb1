namespace BulkVerify.Statistics;

/// <summary>How often a text occurred, and when first and last: seconds of the Unix epoch.</summary>
public readonly record struct KeptSpan(long Count, long First, long Last)
{
    internal KeptSpan With(in KeptSpan other) => new(Count + other.Count, Math.Min(First, other.First), Math.Max(Last, other.Last));
}
