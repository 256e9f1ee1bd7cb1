using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>The mechanisms that compare the client with what the DNS says of a name (RFC 7208 §5.3 to §5.7).</summary>
internal sealed class SpfMatcher(SpfLookups lookups, SpfReverseNames reverse)
{
    // RFC 7208 §5.3
    public SpfMatch A(SpfTerm term, DomainName name)
    {
        if (lookups.Ask(name, lookups.AddressType) is not { } answer)
            return SpfMatch.Incomplete;
        return Judge(answer) ?? (AnyCovers(term, answer) ? SpfMatch.Yes : SpfMatch.No);
    }

    // RFC 7208 §5.4
    public SpfMatch Mx(SpfTerm term, DomainName name)
    {
        if (lookups.Ask(name, DnsRecordType.Mx) is not { } hosts)
            return SpfMatch.Incomplete;
        if (Judge(hosts) is { } decided)
            return decided;
        // RFC 7208 §4.6.4
        if (hosts.Records.Count > lookups.Limits.MaxNames)
            return lookups.Stop(new SpfOutcome(AuthResult.PermError, SpfReason.TooManyMxHosts));
        // All addresses are asked for at once: their number is bounded, and rounds cost time.
        bool complete = true;
        foreach (DnsRecord host in hosts.Records)
            complete &= host.Target is not { } exchange || lookups.Ask(exchange, lookups.AddressType) is not null;
        return complete ? MxHosts(term, hosts) : SpfMatch.Incomplete;
    }

    private SpfMatch MxHosts(SpfTerm term, DnsAnswer hosts)
    {
        SpfOutcome? unknown = null;
        bool isVoid = false;
        foreach (DnsRecord host in hosts.Records.OrderBy(h => h.Preference))
        {
            // RFC 7505: the null MX has no addresses.
            if (host.Target is not { } exchange)
                continue;
            DnsAnswer addresses = lookups.Ask(exchange, lookups.AddressType)!;
            // What was never recorded is no error of the DNS: another host may still decide.
            if (addresses.IsUnknown)
                unknown = SpfLookups.ErrorOf(addresses);
            else if (SpfLookups.ErrorOf(addresses) is { } error)
                return lookups.Stop(unknown ?? error);
            else if (AnyCovers(term, addresses))
                return SpfMatch.Yes;
            else
                isVoid |= addresses.Records.Count == 0;
        }
        if (unknown is { } outcome)
            return lookups.Stop(outcome);
        return isVoid ? lookups.CountVoid() : SpfMatch.No;
    }

    // RFC 7208 §5.5: an error of the DNS makes a name unusable and never ends the check.
    public SpfMatch Ptr(DomainName target)
    {
        if (reverse.Find() is not { } found)
            return SpfMatch.Incomplete;
        foreach (DomainName name in found.Validated)
        {
            if (name.IsSameOrBelow(target))
                return SpfMatch.Yes;
        }
        if (found.Unknown is { } unknown)
            return lookups.Stop(unknown);
        return found.IsVoid ? lookups.CountVoid() : SpfMatch.No;
    }

    // RFC 7208 §5.7: always A, whatever the family of the client.
    public SpfMatch Exists(DomainName name)
    {
        if (lookups.Ask(name, DnsRecordType.A) is not { } answer)
            return SpfMatch.Incomplete;
        return Judge(answer) ?? SpfMatch.Yes;
    }

    /// <summary>Null when there are records; otherwise what the term comes to.</summary>
    private SpfMatch? Judge(DnsAnswer answer)
    {
        if (SpfLookups.ErrorOf(answer) is { } error)
            return lookups.Stop(error);
        return answer.Records.Count > 0 ? null : lookups.CountVoid();
    }

    private bool AnyCovers(SpfTerm term, DnsAnswer addresses)
    {
        foreach (DnsRecord record in addresses.Records)
        {
            if (record.Address is { } address && term.Covers(address, lookups.Client))
                return true;
        }
        return false;
    }
}
