namespace BulkVerify.Summaries;

/// <summary>The ARC chain.</summary>
/// <param name="State">"broken", or "unverifiable" where a key or an answer is missing and nothing is certainly broken; empty without a chain and for one that passes.</param>
/// <param name="OldestPass">RFC 8617 §5.2 step 5; null when no message signature passes.</param>
public sealed record ExplainedArc(string Result, string Reason, string State, int FailedInstance, int? OldestPass, IReadOnlyList<ExplainedArcSet> Sets);
