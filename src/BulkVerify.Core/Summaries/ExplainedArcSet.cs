namespace BulkVerify.Summaries;

/// <summary>One ARC set and what its two signatures came to.</summary>
public sealed record ExplainedArcSet(int Instance, string Cv, string D, string S, string MessageSignature, string MessageSignatureReason, string Seal, string SealReason);
