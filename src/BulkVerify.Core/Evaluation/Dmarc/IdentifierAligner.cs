using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Compares identifiers with the author domain of one discovery (RFC 9989 §4.10.2; RFC 7489 §3.1).</summary>
internal struct IdentifierAligner(DmarcDiscovery discovery, DmarcDomains domains, IDnsView dns, DnsQuestionSet missing)
{
    /// <summary>True when a question was noted: the alignments are not final.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The organizational domain that decided on the last identifier; null where comparing names was enough.</summary>
    public OrganizationalDomain? Decisive { get; private set; }

    /// <param name="failure">How the query ended that leaves the alignment unknown; null otherwise.</param>
    public IdentifierAlignment Align(DomainName identifier, AlignmentMode mode, out DnsStatus? failure)
    {
        failure = null;
        Decisive = null;
        if (identifier == discovery.Author)
            return IdentifierAlignment.Aligned;
        if (mode == AlignmentMode.Strict)
            return IdentifierAlignment.NotAligned;
        if (discovery.OrganizationalDomain is not { } organization)
        {
            // Organizational domains end in the same label or differ.
            if (identifier.Rightmost(1) != discovery.Author.Rightmost(1))
                return IdentifierAlignment.NotAligned;
            failure = discovery.Failure;
            return IdentifierAlignment.Unknown;
        }
        // A name's organizational domain is the name itself or above it, and that of an organizational domain is itself.
        if (!identifier.IsSameOrBelow(organization))
            return IdentifierAlignment.NotAligned;
        return identifier == organization ? IdentifierAlignment.Aligned : AlignByWalk(identifier, organization, out failure);
    }

    private IdentifierAlignment AlignByWalk(DomainName identifier, DomainName organization, out DnsStatus? failure)
    {
        failure = null;
        // RFC 9989 §4.10.2: no walk when no policy applies. Without any record at or above the author domain, no other name has its organizational domain.
        if (discovery.Rules == DmarcRules.Rfc9989 && discovery.NoPolicy is { } reason)
            return reason == DmarcReason.RecordNotApplicable ? IdentifierAlignment.Unknown : IdentifierAlignment.NotAligned;
        if (domains.OrganizationOf(identifier, dns, missing) is not { } found)
        {
            IsPending = true;
            return IdentifierAlignment.Unknown;
        }
        Decisive = found;
        failure = found.Failure;
        if (found.Name is null)
            return IdentifierAlignment.Unknown;
        return found.Name == organization ? IdentifierAlignment.Aligned : IdentifierAlignment.NotAligned;
    }
}
