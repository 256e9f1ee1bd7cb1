using System.Net;
using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Kinds;

/// <summary>The openspf suite (rfc7208-tests.yml).</summary>
internal sealed class SpfYamlCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        JsonElement test = tested.Data.GetProperty("test");
        SpfVerdict verdict = SpfCases.Evaluate(Text(test, "host"), Text(test, "mailfrom"), Text(test, "helo"), ZoneOf(tested.Data.GetProperty("zone")));
        Assert.Contains(verdict.Result.ToWord(), Accepted(tested));
        if (test.TryGetProperty("explanation", out JsonElement explanation))
            SpfCases.CheckExplanation(verdict, explanation);
    }

    /// <summary>Result words that the suite takes.</summary>
    public static string[] Accepted(ConformanceCase tested)
    {
        JsonElement result = tested.Data.GetProperty("test").GetProperty("result");
        return result.ValueKind == JsonValueKind.Array ? [.. result.EnumerateArray().Select(r => r.GetString()!)] : [result.GetString()!];
    }

    private static string Text(JsonElement test, string name) =>
        test.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static JsonZone ZoneOf(JsonElement data)
    {
        var zone = new JsonZone();
        foreach (JsonProperty owner in data.EnumerateObject())
        {
            if (DomainName.TryParseQueryName(owner.Name) is { } name)
                AddOwner(zone, name, owner.Value);
        }
        return zone;
    }

    private static void AddOwner(JsonZone zone, DomainName owner, JsonElement entries)
    {
        Dictionary<DnsRecordType, List<DnsRecord>> records = [];
        HashSet<DnsRecordType> timeouts = [];
        List<string> spf = [];
        bool explicitTxt = false, allTimeout = false;
        foreach (JsonElement entry in entries.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.String)
            {
                allTimeout |= entry.GetString() == "TIMEOUT";
                continue;
            }
            JsonProperty record = entry.EnumerateObject().Single();
            if (record.Name == "SPF")
            {
                spf.Add(Joined(record.Value));
                continue;
            }
            if (!Enum.TryParse(record.Name, ignoreCase: true, out DnsRecordType type))
                continue;
            explicitTxt |= type == DnsRecordType.Txt;
            if (record.Value.ValueKind == JsonValueKind.String && record.Value.GetString() is "TIMEOUT" or "NONE")
            {
                if (record.Value.GetString() == "TIMEOUT")
                    timeouts.Add(type);
                continue;
            }
            RecordsOf(records, type).Add(RecordOf(type, record.Value));
        }
        if (!explicitTxt)
            RecordsOf(records, DnsRecordType.Txt).AddRange(spf.Select(DnsRecord.Txt));
        foreach (DnsRecordType type in Enum.GetValues<DnsRecordType>())
        {
            List<DnsRecord> found = records.GetValueOrDefault(type) ?? [];
            bool timeout = timeouts.Contains(type) || (allTimeout && found.Count == 0) || owner.Value.StartsWith("error.", StringComparison.Ordinal);
            DnsAnswer answer = timeout ? DnsAnswer.Timeout : found.Count == 0 ? DnsAnswer.NoData : DnsAnswer.Of([.. found]);
            if (type != DnsRecordType.Cname || found.Count > 0)
            {
                if (found.Count > 0 || timeout || !records.ContainsKey(DnsRecordType.Cname))
                    zone.Add(new DnsQuestion(owner, type), answer);
            }
        }
    }

    private static List<DnsRecord> RecordsOf(Dictionary<DnsRecordType, List<DnsRecord>> records, DnsRecordType type)
    {
        if (!records.TryGetValue(type, out List<DnsRecord>? list))
            records[type] = list = [];
        return list;
    }

    private static DnsRecord RecordOf(DnsRecordType type, JsonElement value) => type switch
    {
        DnsRecordType.Txt => DnsRecord.Txt(Joined(value)),
        DnsRecordType.A or DnsRecordType.Aaaa => DnsRecord.Of(IPAddress.Parse(value.GetString()!)),
        DnsRecordType.Mx => DnsRecord.Mx(ushort.Parse(value[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture), DomainName.TryParse(value[1].GetString().AsSpan())),
        DnsRecordType.Ptr => DnsRecord.Ptr(DomainName.Parse(value.GetString()!)),
        _ => DnsRecord.Cname(DomainName.Parse(value.GetString()!)),
    };

    private static string Joined(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Select(v => v.GetString())) : value.GetString() ?? "";
}
