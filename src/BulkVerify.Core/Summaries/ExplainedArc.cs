namespace BulkVerify.Summaries;

/// <summary>The ARC chain.</summary>
/// <param name="OldestPass">RFC 8617 §5.2 step 5; null when no message signature passes.</param>
public sealed record ExplainedArc(string Result, string Reason, int FailedInstance, int? OldestPass, IReadOnlyList<ExplainedArcSet> Sets);
