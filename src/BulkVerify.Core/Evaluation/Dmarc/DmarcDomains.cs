using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Policies and organizational domains under one set of rules, each found once. What met a temporary error is not kept, so that
/// it can be asked again. For one <see cref="IDnsView"/> whose answers do not change; safe for all threads.</summary>
/// <param name="rules">How to find them.</param>
/// <param name="psl">Used under <see cref="DmarcRules.Rfc7489"/>.</param>
public sealed class DmarcDomains(DmarcRules rules, PublicSuffixRules psl)
{
    /// <summary>Half of what is kept of policies and of walks each: some 10,000 domains of ordinary length.</summary>
    private const long GenerationBytes = 8 << 20;

    private readonly BoundedCache<DomainName, DmarcDiscovery> _policies = new(GenerationBytes, static (author, found) => 200 + MemoryCost.Of(author) + CostOf(found.Lookups));
    private readonly BoundedCache<DomainName, DnsTreeWalk> _walks = new(GenerationBytes, static (start, walk) => 100 + MemoryCost.Of(start) + CostOf(walk.Lookups));

    public DmarcRules Rules => rules;

    public PublicSuffixRules PublicSuffixRules => psl;

    /// <summary>Policy discovery for an author domain; null after noting the open questions in <paramref name="missing"/>.</summary>
    public DmarcDiscovery? PolicyOf(DomainName author, IDnsView dns, DnsQuestionSet missing)
    {
        if (_policies.TryGet(author, out DmarcDiscovery? kept))
            return kept;
        DmarcDiscovery? found = DmarcPolicyDiscovery.Discover(author, rules, psl, dns, missing);
        return found is not null && IsFinal(found.Failure) ? _policies.Add(author, found) : found;
    }

    /// <summary>The organizational domain; its name is null when a query had no answer. Null after noting the open questions in <paramref name="missing"/>.</summary>
    public OrganizationalDomain? OrganizationOf(DomainName domain, IDnsView dns, DnsQuestionSet missing)
    {
        if (rules == DmarcRules.Rfc7489)
            return new OrganizationalDomain(psl.OrganizationalDomain(domain), null, null);
        if (!_walks.TryGet(domain, out DnsTreeWalk? walk))
        {
            walk = DnsTreeWalk.From(domain, dns, missing);
            if (walk is null)
                return null;
            if (IsFinal(walk.Failure))
                walk = _walks.Add(domain, walk);
        }
        return new OrganizationalDomain(walk.OrganizationalDomain, walk.Failure, walk);
    }

    private static int CostOf(IReadOnlyList<DmarcLookup> lookups)
    {
        int cost = 0;
        foreach (DmarcLookup lookup in lookups)
            cost += lookup.Cost;
        return cost;
    }

    private static bool IsFinal(DnsStatus? failure) => failure is not (DnsStatus.Timeout or DnsStatus.ServFail);
}
