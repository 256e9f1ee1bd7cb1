using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What a query for the policy record of one name came to.</summary>
/// <param name="Domain">The name without its _dmarc label.</param>
/// <param name="Status">How the query ended.</param>
/// <param name="IsAlias">True when _dmarc.<paramref name="Domain"/> is a CNAME: it exists, whatever the status says.</param>
/// <param name="RecordCount">Number of TXT records that are DMARC records.</param>
/// <param name="Record">The record when there is exactly one (RFC 9989 §4.10 steps 2 and 6).</param>
public sealed record DmarcLookup(DomainName Domain, DnsStatus Status, bool IsAlias, int RecordCount, DmarcRecord? Record)
{
    /// <summary>True when the DNS told what is there, be it nothing.</summary>
    public bool IsAnswered => Status is DnsStatus.Success or DnsStatus.NoData or DnsStatus.NxDomain;

    /// <summary>True when the answer proves that <see cref="Domain"/> exists: it, or something, is below it (RFC 8020 §2).</summary>
    public bool ProvesExistence => IsAlias || Status is DnsStatus.Success or DnsStatus.NoData;

    /// <summary>Octets in memory, about.</summary>
    internal int Cost => 60 + MemoryCost.Of(Domain) + (Record is null ? 0 : 150 + (2 * MemoryCost.Of(Record.Text)));

    /// <summary>Asks _dmarc.<paramref name="domain"/>; null after noting the question in <paramref name="missing"/>.</summary>
    public static DmarcLookup? Find(DomainName domain, IDnsView dns, DnsQuestionSet missing)
    {
        // A name that becomes too long with the prefix cannot have a record.
        if (domain.Prepend("_dmarc") is not { } name)
            return new DmarcLookup(domain, DnsStatus.NxDomain, IsAlias: false, 0, null);
        DnsAnswer? answer = missing.FindOrNote(dns, new DnsQuestion(name, DnsRecordType.Txt));
        return answer is null ? null : Of(domain, answer);
    }

    private static DmarcLookup Of(DomainName domain, DnsAnswer answer)
    {
        int count = 0;
        DmarcRecord? found = null;
        foreach (DnsRecord record in answer.Records)
        {
            if (DmarcRecordParser.TryParse(record.Text.Span) is not { } parsed)
                continue;
            count++;
            found = count == 1 ? parsed : null;
        }
        return new DmarcLookup(domain, answer.Status, answer.Aliases.Count > 0, count, found);
    }
}
