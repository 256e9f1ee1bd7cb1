using BulkVerify.Dns;

namespace BulkVerify.Summaries;

/// <summary>What already stands where a record is to be published, as far as the run asked for it. Nothing can stand beside a CNAME (RFC 1034 §3.6.2, RFC 2181 §10.1). Pure.</summary>
internal static class StandingRecords
{
    private static readonly DnsRecordType[] Types = [DnsRecordType.Txt, DnsRecordType.Mx, DnsRecordType.A, DnsRecordType.Aaaa];

    /// <summary>A sentence for each record that is there already or that another one has to give way to, a space before each; empty where none is.</summary>
    public static string WordsFor(IEnumerable<AdviceRecord> records, IDnsView? dns) => dns is null ? "" : string.Concat(records.Select(r => WordsFor(r, dns)));

    private static string WordsFor(AdviceRecord record, IDnsView dns)
    {
        if (record.Type is not ("CNAME" or "TXT" or "MX") || DomainName.TryParse(record.Name.AsSpan()) is not { } name)
            return "";
        DnsAnswer[] answers = [.. Types.Select(t => dns.Find(new DnsQuestion(name, t))).OfType<DnsAnswer>()];
        if (answers.FirstOrDefault(a => a.Aliases.Count > 0) is { } alias)
        {
            string target = alias.Aliases[0].Value;
            return record.Type == "CNAME" && target.Equals(record.Value.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
                ? $" {name} leads there already."
                : $" {name} is a CNAME to {target} now, which has to go: nothing can stand beside it.";
        }
        string[] types = [.. Types.Where(t => dns.Find(new DnsQuestion(name, t)) is { Status: DnsStatus.Success }).Select(t => t.ToString().ToUpperInvariant())];
        return record.Type == "CNAME" && types.Length > 0 ? $" {name} has {string.Join(" and ", types)} records now, which have to go: nothing can stand beside a CNAME." : "";
    }
}
