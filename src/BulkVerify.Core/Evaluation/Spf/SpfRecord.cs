namespace BulkVerify.Evaluation.Spf;

/// <summary>A parsed SPF record. Immutable, shared by all threads.</summary>
/// <param name="Terms">Directives in order.</param>
/// <param name="Redirect">redirect=; null when absent.</param>
/// <param name="Explanation">exp=; null when absent.</param>
/// <param name="Error">The first ill-formed term; null when the record is well formed. A record with an error has no other meaning.</param>
/// <param name="ErrorOffset">Octets before the error in the text of the record; -1 without an error.</param>
public sealed record SpfRecord(IReadOnlyList<SpfTerm> Terms, SpfDomainSpec? Redirect, SpfDomainSpec? Explanation, string? Error, int ErrorOffset);
