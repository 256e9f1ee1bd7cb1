using BulkVerify.Claims;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What DMARC is judged on.</summary>
/// <param name="Author">Domains of the From field.</param>
/// <param name="Dkim">One for each signature with a domain, in header order, also those that did not pass.</param>
/// <param name="Spf">SPF for MAIL FROM (RFC 9989 §4.4.2); null when there is no domain to check.</param>
public readonly record struct DmarcInput(AuthorDomain Author, IReadOnlyList<AuthenticatedIdentifier> Dkim, AuthenticatedIdentifier? Spf);
