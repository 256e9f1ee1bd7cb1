using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Finds the policy record of an author domain (RFC 9989 §4.10.1; RFC 7489 §6.6.3). A restartable pure function.</summary>
public static class DmarcPolicyDiscovery
{
    /// <summary>What was found; null after noting the open questions in <paramref name="missing"/>.</summary>
    public static DmarcDiscovery? Discover(DomainName author, DmarcRules rules, PublicSuffixRules psl, IDnsView dns, DnsQuestionSet missing) =>
        rules == DmarcRules.Rfc9989 ? ByTreeWalk(author, dns, missing) : ByPublicSuffix(author, psl, dns, missing);

    private static DmarcDiscovery? ByTreeWalk(DomainName author, IDnsView dns, DnsQuestionSet missing)
    {
        if (DnsTreeWalk.From(author, dns, missing) is not { } walk)
            return null;
        var discovery = new DmarcDiscovery
        {
            Author = author,
            Rules = DmarcRules.Rfc9989,
            Lookups = walk.Lookups,
            OrganizationalDomain = walk.OrganizationalDomain,
            Failure = walk.Failure,
        };
        if (!walk.First.IsAnswered)
            return discovery with { NoPolicy = DmarcReasons.OfFailure(walk.First.Status) };
        // RFC 9989 §4.10.1: first the author domain; what else the walk met matters for alignment only.
        if (walk.First.Record is not null)
            return WithRecord(discovery, walk.First, DmarcPolicySource.Author);
        if (walk.Failure is { } failure)
            return discovery with { NoPolicy = DmarcReasons.OfFailure(failure) };
        if (walk.OrganizationalLookup is not { } decisive)
            return discovery with { NoPolicy = NoRecord(walk.Lookups) };
        // Then the organizational domain, which may lie below a record with psd=y; then that public suffix domain.
        return walk.At(walk.OrganizationalDomain!) is { Record: not null } organization
            ? WithRecord(discovery, organization, DmarcPolicySource.Organizational)
            : WithRecord(discovery, decisive, DmarcPolicySource.PublicSuffix);
    }

    private static DmarcDiscovery? ByPublicSuffix(DomainName author, PublicSuffixRules psl, IDnsView dns, DnsQuestionSet missing)
    {
        DomainName organization = psl.OrganizationalDomain(author);
        DmarcLookup? first = DmarcLookup.Find(author, dns, missing);
        if (first is null)
        {
            DmarcLookup.Find(organization, dns, missing);
            return null;
        }
        var discovery = new DmarcDiscovery { Author = author, Rules = DmarcRules.Rfc7489, Lookups = [first], OrganizationalDomain = organization };
        // RFC 7489 §6.6.3 steps 1 and 2
        if (Ended(discovery, first, DmarcPolicySource.Author) is { } ended)
            return ended;
        if (organization == author)
            return discovery with { NoPolicy = DmarcReason.NoRecord };
        // Steps 3 and 4
        if (DmarcLookup.Find(organization, dns, missing) is not { } second)
            return null;
        discovery = discovery with { Lookups = [first, second] };
        return Ended(discovery, second, DmarcPolicySource.Organizational) ?? discovery with { NoPolicy = DmarcReason.NoRecord };
    }

    // RFC 7489 §6.6.3 step 5: several records end discovery. Null when the name has none and the next one is to be asked.
    private static DmarcDiscovery? Ended(DmarcDiscovery discovery, DmarcLookup lookup, DmarcPolicySource source) => lookup switch
    {
        { IsAnswered: false } => discovery with { NoPolicy = DmarcReasons.OfFailure(lookup.Status), Failure = lookup.Status },
        { RecordCount: > 1 } => discovery with { NoPolicy = DmarcReason.SeveralRecords },
        { Record: not null } => WithRecord(discovery, lookup, source),
        _ => null,
    };

    private static DmarcDiscovery WithRecord(DmarcDiscovery discovery, DmarcLookup lookup, DmarcPolicySource source)
    {
        DmarcPolicies? policies = lookup.Record!.PoliciesUnder(discovery.Rules);
        return discovery with
        {
            PolicyLookup = lookup,
            Source = source,
            Policies = policies,
            NoPolicy = policies is null ? DmarcReason.RecordNotApplicable : null,
        };
    }

    private static DmarcReason NoRecord(IReadOnlyList<DmarcLookup> lookups)
    {
        foreach (DmarcLookup lookup in lookups)
        {
            if (lookup.RecordCount > 1)
                return DmarcReason.SeveralRecords;
        }
        return DmarcReason.NoRecord;
    }
}
