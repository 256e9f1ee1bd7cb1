using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Statistics;

/// <summary>The label walk of a DMARC verdict in words: each query with what came back. Holds text of records, which whoever prints it escapes.</summary>
public static class DmarcWalkText
{
    /// <summary>Octets of a record that are shown when walks are counted.</summary>
    private const int MaxRecordText = 200;

    /// <summary>One query: the name, and the record or why there is none.</summary>
    public static string Of(DmarcLookup lookup) => Of(lookup, DmarcRecord.MaxTextLength);

    /// <summary>The organizational domain and all queries, " > " between.</summary>
    public static string Of(DmarcVerdict dmarc)
    {
        string organization = dmarc.OrganizationalDomain is { } domain ? $"organizational domain {domain}" : "no organizational domain";
        return dmarc.Lookups.Count == 0 ? organization : $"{organization}; {string.Join(" > ", dmarc.Lookups.Select(l => Of(l, MaxRecordText)))}";
    }

    private static string Of(DmarcLookup lookup, int maxRecordText)
    {
        string found = lookup.Record is { Text: var text } ? $"\"{(text.Length <= maxRecordText ? text : $"{text[..maxRecordText]}...")}\""
            : lookup.RecordCount > 1 ? $"{lookup.RecordCount} records, which count as none"
            : lookup.Status switch
            {
                DnsStatus.Success or DnsStatus.NoData => "no DMARC record",
                DnsStatus.NxDomain => "no such name",
                DnsStatus.ServFail => "the servers failed",
                DnsStatus.Timeout => "no answer in time",
                DnsStatus.NotRecorded => "not recorded",
                _ => "not asked",
            };
        return $"_dmarc.{lookup.Domain} TXT: {found}";
    }
}
