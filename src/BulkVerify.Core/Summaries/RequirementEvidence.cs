namespace BulkVerify.Summaries;

/// <summary>What decides a requirement for some of a stream's messages.</summary>
/// <param name="State"><see cref="RequirementState.Met"/>, <see cref="RequirementState.NotMet"/> or <see cref="RequirementState.CannotTell"/>.</param>
/// <param name="Text">The record with its term, the envelope, the key with its size, or the reason. Parts of it come from mail and DNS.</param>
public sealed record RequirementEvidence(RequirementState State, string Text, long Messages);
