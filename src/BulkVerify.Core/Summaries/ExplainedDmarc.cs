namespace BulkVerify.Summaries;

/// <summary>DMARC under one set of rules.</summary>
/// <param name="Walk">The queries in order, each with what came back.</param>
/// <param name="PolicySource">author, organizational or public suffix; empty without a record.</param>
/// <param name="Checks">What RFC 9989 §7.4 and §8 ask of senders, met or broken.</param>
public sealed record ExplainedDmarc(
    string Result, string Reason, string Rules, string Method, string AuthorDomain, string AuthorStatus, string OrganizationalDomain, bool? AuthorDomainExists,
    string PolicyDomain, string PolicySource, string Policy, string EffectivePolicy, string RecordErrors, bool SpfAligned, bool DkimAligned, IReadOnlyList<string> Walk, IReadOnlyList<string> Checks)
{
    /// <summary>Identifiers whose own organizational domain decided whether they are aligned.</summary>
    public IReadOnlyList<ExplainedIdentifier> Identifiers { get; init; } = [];
}
