namespace BulkVerify.Evaluation.Spf;

/// <summary>What evaluating one record came to.</summary>
/// <param name="Explanation">exp= of the record that decided; null without one.</param>
/// <param name="Domain">Domain of the record that decided; null when no directive matched.</param>
internal readonly record struct SpfOutcome(AuthResult Result, SpfReason Reason, SpfDomainSpec? Explanation = null, DomainName? Domain = null);
