namespace BulkVerify.Evaluation.Spf;

/// <summary>A parsed SPF record. Immutable, shared by all threads.</summary>
/// <param name="Terms">Directives in order.</param>
/// <param name="Redirect">Macro string of redirect=; null when absent.</param>
/// <param name="Explanation">Macro string of exp=; null when absent.</param>
/// <param name="Error">The first ill-formed term; null when the record is well formed. A record with an error has no other meaning.</param>
public sealed record SpfRecord(IReadOnlyList<SpfTerm> Terms, string? Redirect, string? Explanation, string? Error);
