using System.Net;
using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind spf: input ip, helo, mailfrom, identity.</summary>
internal sealed class SpfCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        JsonElement input = tested.Input;
        string mailFrom = input.TryGetProperty("identity", out JsonElement identity) && identity.GetString() == "helo" ? "" : Text(input, "mailfrom");
        SpfVerdict verdict = Evaluate(Text(input, "ip"), mailFrom, Text(input, "helo"), tested.Zone());
        JsonElement expect = tested.Expect("expect_strict") ?? tested.Data.GetProperty("expect");
        string[] accepted = expect.TryGetProperty("accept", out JsonElement accept)
            ? [.. accept.EnumerateArray().Select(a => a.GetString()!)]
            : [expect.GetProperty("result").GetString()!];
        Assert.Contains(verdict.Result.ToWord(), accepted);
    }

    /// <summary>check_host for the MAIL FROM, or for the HELO name when that is null (RFC 7208 §2.4).</summary>
    public static SpfVerdict Evaluate(string ip, string mailFrom, string helo, IDnsView zone)
    {
        int at = mailFrom.LastIndexOf('@');
        string domain = mailFrom.Length == 0 ? helo : mailFrom[(at + 1)..];
        var query = new SpfQuery(IPAddress.Parse(ip), DomainName.TryParse(domain.AsSpan()), at > 0 ? mailFrom[..at] : "", helo, mailFrom.Length == 0 ? SpfIdentity.Helo : SpfIdentity.MailFrom);
        return SpfEvaluator.Evaluate(query, zone, new DnsQuestionSet(), SpfLimits.Default)!;
    }

    private static string Text(JsonElement input, string name) => input.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
