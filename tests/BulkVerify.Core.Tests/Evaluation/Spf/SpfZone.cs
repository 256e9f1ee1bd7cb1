using System.Net;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Spf;

/// <summary>A zone and one check against it.</summary>
internal static class SpfZone
{
    public const string Sender = "example.com";

    /// <summary>Lines "owner TYPE value | value": TXT, A, AAAA, MX ("10 host"), PTR; a value of TIMEOUT, SERVFAIL, NXDOMAIN, NODATA, NOTRECORDED or NOTASKED is that answer.</summary>
    public static JsonZone Of(params string[] lines)
    {
        var zone = new JsonZone();
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ', 3);
            var question = new DnsQuestion(DomainName.TryParseQueryName(parts[0])!, Enum.Parse<DnsRecordType>(parts[1], ignoreCase: true));
            zone.Add(question, AnswerOf(question.Type, parts[2]));
        }
        return zone;
    }

    public static SpfVerdict Check(
        this IDnsView zone, string client = "192.0.2.1", string domain = Sender, string localPart = "user", string helo = "mail.example.com", SpfLimits? limits = null)
    {
        var missing = new DnsQuestionSet();
        SpfVerdict? verdict = SpfEvaluator.Evaluate(Query(client, domain, localPart, helo), zone, missing, limits ?? SpfLimits.Default);
        Assert.Equal(0, missing.Count);
        return Assert.IsType<SpfVerdict>(verdict);
    }

    public static SpfQuery Query(string client = "192.0.2.1", string domain = Sender, string localPart = "user", string helo = "mail.example.com") =>
        new(IPAddress.Parse(client), DomainName.TryParse(domain.AsSpan()), localPart, helo, SpfIdentity.MailFrom) { Receiver = "mx.example.net", Time = 1_700_000_000 };

    /// <summary>A record at example.com and what it refers to; client 192.0.2.1.</summary>
    public static SpfVerdict Record(string record, params string[] lines) => Of([$"{Sender} TXT {record}", .. lines]).Check();

    private static DnsAnswer AnswerOf(DnsRecordType type, string text) => text switch
    {
        "TIMEOUT" => DnsAnswer.Timeout,
        "SERVFAIL" => DnsAnswer.ServFail,
        "NXDOMAIN" => DnsAnswer.NxDomain,
        "NODATA" => DnsAnswer.NoData,
        "NOTRECORDED" => DnsAnswer.NotRecorded,
        "NOTASKED" => DnsAnswer.NotAsked,
        _ => DnsAnswer.Of([.. text.Split(" | ").Select(v => RecordOf(type, v))]),
    };

    private static DnsRecord RecordOf(DnsRecordType type, string value) => type switch
    {
        DnsRecordType.Txt => DnsRecord.Txt(value),
        DnsRecordType.Mx => DnsRecord.Mx(ushort.Parse(value.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), DomainName.TryParse(value.Split(' ')[1])),
        DnsRecordType.Ptr => DnsRecord.Ptr(DomainName.Parse(value)),
        _ => DnsRecord.Of(IPAddress.Parse(value)),
    };
}
