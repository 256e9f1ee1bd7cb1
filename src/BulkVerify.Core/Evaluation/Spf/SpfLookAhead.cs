using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Spf;

/// <summary>Notes what the terms after a missing answer will ask, so that a check needs as many rounds as its includes are deep, not as many as it has terms.
/// Names made by macros are left out: other messages rarely share their answers.</summary>
internal sealed class SpfLookAhead(SpfLookups lookups)
{
    /// <summary>Notes the questions of the terms from <paramref name="first"/> on, within the terms that the look-up limit leaves.</summary>
    public void Note(SpfRecord record, DomainName domain, int first)
    {
        int budget = lookups.Limits.MaxLookups - lookups.Count;
        Note(record, domain, first, ref budget);
    }

    private void Note(SpfRecord record, DomainName domain, int first, ref int budget)
    {
        for (int i = first; i < record.Terms.Count; i++)
        {
            SpfTerm term = record.Terms[i];
            // Nothing after a term that is sure to match is ever evaluated.
            if (term.Mechanism == SpfMechanism.All || (term.Network is { } network && term.Covers(network, lookups.Client)))
                return;
            if (!term.CausesLookup)
                continue;
            if (--budget < 0)
                return;
            if ((term.DomainSpec is { } spec ? spec.FixedName : domain) is { } target)
                Note(term.Mechanism, target, ref budget);
        }
        if (record.Redirect?.FixedName is { } next && --budget >= 0)
            Note(SpfMechanism.Include, next, ref budget);
    }

    private void Note(SpfMechanism mechanism, DomainName target, ref int budget)
    {
        switch (mechanism)
        {
            case SpfMechanism.Include when lookups.Ask(target, DnsRecordType.Txt) is { } answer:
                if (lookups.Select(answer, out SpfRecord? record) is null && record is { Error: null })
                    Note(record, target, 0, ref budget);
                break;
            case SpfMechanism.A:
                lookups.Ask(target, lookups.AddressType);
                break;
            case SpfMechanism.Mx when lookups.Ask(target, DnsRecordType.Mx) is { } hosts && hosts.Records.Count <= lookups.Limits.MaxNames:
                foreach (DnsRecord host in hosts.Records)
                {
                    if (host.Target is { } exchange)
                        lookups.Ask(exchange, lookups.AddressType);
                }
                break;
            case SpfMechanism.Exists:
                lookups.Ask(target, DnsRecordType.A);
                break;
        }
    }
}
