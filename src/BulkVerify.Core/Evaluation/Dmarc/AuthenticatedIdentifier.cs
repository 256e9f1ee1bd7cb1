using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>A domain that DKIM or SPF was checked for, and the result (RFC 9989 §4.4).</summary>
/// <param name="Domain">d= of the signature; the MAIL FROM domain, or the HELO name of a null reverse-path.</param>
/// <param name="Result">Only pass makes it an authenticated identifier.</param>
/// <param name="Unanswered">How the question ended without whose answer the result is not known; null when it is known.</param>
public readonly record struct AuthenticatedIdentifier(DomainName Domain, AuthResult Result, DnsStatus? Unanswered = null);
