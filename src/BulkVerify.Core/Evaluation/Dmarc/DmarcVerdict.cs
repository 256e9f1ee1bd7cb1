using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What DMARC came to for one message under one set of rules. Immutable.</summary>
public sealed record DmarcVerdict
{
    public required DmarcReason Reason { get; init; }

    public required DmarcRules Rules { get; init; }

    /// <summary>pass, fail, none, temperror or permerror (RFC 9989 §9).</summary>
    public AuthResult Result => Reason.ToResult();

    public DmarcDiscoveryMethod DiscoveryMethod => Rules == DmarcRules.Rfc9989 ? DmarcDiscoveryMethod.TreeWalk : DmarcDiscoveryMethod.Psl;

    /// <summary>The author domain; of several the one that decided; null without one.</summary>
    public DomainName? Author { get; init; }

    /// <summary>Null when the query or walk that finds it had no answer, or without an author domain.</summary>
    public DomainName? OrganizationalDomain { get; init; }

    /// <summary>Whether the author domain exists (RFC 9989 §3.2.13); null when the questions asked do not tell.</summary>
    public bool? AuthorDomainExists { get; init; }

    /// <summary>Domain whose record applies, or would apply; null without a record.</summary>
    public DomainName? PolicyDomain { get; init; }

    public DmarcPolicySource? PolicySource { get; init; }

    /// <summary>p, sp or np, whichever is for this author domain; null when no policy applies. np only where <see cref="AuthorDomainExists"/> is false, which is not asked of mail that passes.</summary>
    public DmarcPolicy? PublishedPolicy { get; init; }

    /// <summary>The published policy after t=y (RFC 9989 §4.7); null when no policy applies.</summary>
    public DmarcPolicy? EffectivePolicy { get; init; }

    public DmarcRecordErrors RecordErrors { get; init; }

    /// <summary>The record that applies, or would apply; null without one.</summary>
    public DmarcRecord? Record { get; init; }

    /// <summary>SPF passed for an aligned domain.</summary>
    public bool SpfAligned { get; init; }

    /// <summary>A DKIM signature passed for an aligned domain.</summary>
    public bool DkimAligned { get; init; }

    /// <summary>Alignment of the SPF domain whatever its result; not aligned without one.</summary>
    public IdentifierAlignment SpfAlignment { get; init; }

    /// <summary>Alignment of each signature whatever its result, in the order of the input.</summary>
    public IReadOnlyList<IdentifierAlignment> DkimAlignments { get; init; } = [];

    /// <summary>The organizational domain that decided on the alignment of the SPF domain; null where comparing names was enough.</summary>
    public OrganizationalDomain? SpfOrganization { get; init; }

    /// <summary>The same for each signature; empty when none needed one.</summary>
    public IReadOnlyList<OrganizationalDomain?> DkimOrganizations { get; init; } = [];

    /// <summary>The queries of policy discovery in their order: the label walk.</summary>
    public IReadOnlyList<DmarcLookup> Lookups { get; init; } = [];

    /// <summary>How the question ended that kept the result from being known; null when it is known.</summary>
    public DnsStatus? Unanswered { get; init; }

    public DmarcSenderChecks SenderChecks { get; init; }

    /// <summary>The verdict for each author domain when there are several; empty otherwise.</summary>
    public IReadOnlyList<DmarcVerdict> PerAuthor { get; init; } = [];
}
