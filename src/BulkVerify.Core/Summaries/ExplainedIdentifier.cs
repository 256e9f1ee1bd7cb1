namespace BulkVerify.Summaries;

/// <summary>Why an authenticated identifier is aligned with the author domain or not, where comparing names was not enough.</summary>
/// <param name="Identifier">"d=" or "SPF" and the domain.</param>
/// <param name="Alignment">aligned, not-aligned or unknown.</param>
/// <param name="OrganizationalDomain">Compared with the author's; empty when a query had no answer.</param>
/// <param name="Walk">The queries that found it, in order; empty under RFC 7489, which takes the public suffix list.</param>
public sealed record ExplainedIdentifier(string Identifier, string Alignment, string OrganizationalDomain, IReadOnlyList<string> Walk);
