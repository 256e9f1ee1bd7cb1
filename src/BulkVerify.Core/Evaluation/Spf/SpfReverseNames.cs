using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Reverse names of the client (RFC 7208 §5.5, and §7.3 for %{p}).</summary>
internal sealed class SpfReverseNames(SpfLookups lookups)
{
    private Names? _found;

    /// <param name="Validated">Names whose addresses include the client's.</param>
    /// <param name="IsVoid">True when a question found nothing.</param>
    /// <param name="Unknown">Set when an answer was never recorded or asked for: more names might be valid.</param>
    public sealed record Names(IReadOnlyList<DomainName> Validated, bool IsVoid, SpfOutcome? Unknown);

    /// <summary>Null when answers are missing.</summary>
    public Names? Find() => _found ??= Validate();

    private Names? Validate()
    {
        if (lookups.Ask(SpfMacro.ReverseName(lookups.Client), DnsRecordType.Ptr) is not { } pointers)
            return null;
        if (pointers.IsUnknown)
            return new Names([], false, SpfLookups.ErrorOf(pointers));
        List<DomainName> validated = [];
        bool complete = true, isVoid = pointers.IsAbsent;
        SpfOutcome? unknown = null;
        // RFC 7208 §4.6.4: the first 10 names, the rest is ignored.
        foreach (DnsRecord pointer in pointers.Records.Take(lookups.Limits.MaxNames))
        {
            if (pointer.Target is not { } name)
                continue;
            if (lookups.Ask(name, lookups.AddressType) is not { } addresses)
                complete = false;
            else if (addresses.IsUnknown)
                unknown = SpfLookups.ErrorOf(addresses);
            else if (addresses.Records.Any(a => lookups.Client.Equals(a.Address)))
                validated.Add(name);
            else
                isVoid |= addresses.IsAbsent;
        }
        return complete ? new Names(validated, isVoid, unknown) : null;
    }

    /// <summary>%{p}: the validated name that is the domain, else one below it, else any, else "unknown" (RFC 7208 §7.3).</summary>
    public static string Best(IReadOnlyList<DomainName> validated, DomainName domain)
    {
        DomainName? best = validated.FirstOrDefault(n => n == domain) ?? Below(validated, domain) ?? validated.FirstOrDefault();
        return best?.Value ?? "unknown";
    }

    /// <summary>A validated name that is the domain or lies below it; null when there is none.</summary>
    public static DomainName? Below(IReadOnlyList<DomainName> validated, DomainName domain) => validated.FirstOrDefault(n => n.IsSameOrBelow(domain));
}
