using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The organizational domain of a name (RFC 9989 §4.10.2, RFC 7489 §3.2).</summary>
/// <param name="Name">Null when a query had no answer.</param>
/// <param name="Failure">How that query ended; null when all were answered.</param>
/// <param name="Walk">The walk that found it; null under RFC 7489, which asks nothing.</param>
public readonly record struct OrganizationalDomain(DomainName? Name, DnsStatus? Failure, DnsTreeWalk? Walk);
