using System.Net;
using System.Text.Json;
using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind spf: input ip, helo, mailfrom, identity.</summary>
internal sealed class SpfCases : ICaseKind
{
    private const string DefaultExplanation = "DEFAULT";

    public void Run(ConformanceCase tested)
    {
        JsonElement input = tested.Input;
        SpfVerdict verdict = Evaluate(Text(input, "ip"), IsHelo(tested) ? "" : Text(input, "mailfrom"), Text(input, "helo"), tested.Zone());
        string[] accepted = Accepted(tested);
        string result = verdict.Result.ToWord();
        Assert.True(accepted.Contains(result), $"{result} ({verdict.Reason}, {string.Join(" > ", verdict.Path)}), expected {string.Join(" or ", accepted)}");
        if (ExpectOf(tested).TryGetProperty("explanation", out JsonElement explanation))
            CheckExplanation(verdict, explanation);
    }

    /// <summary>check_host for the MAIL FROM, or for the HELO name when that is null (RFC 7208 §2.4).</summary>
    public static SpfVerdict Evaluate(string ip, string mailFrom, string helo, IDnsView zone)
    {
        if (mailFrom is ['<', .., '>'])
            mailFrom = mailFrom[1..^1];
        int at = mailFrom.LastIndexOf('@');
        string domain = mailFrom.Length == 0 ? helo : mailFrom[(at + 1)..];
        _ = IPAddress.TryParse(ip, out IPAddress? client);
        var query = new SpfQuery(client, DomainName.TryParse(domain.AsSpan()), at > 0 ? mailFrom[..at] : "", helo, mailFrom.Length == 0 ? SpfIdentity.Helo : SpfIdentity.MailFrom);
        var missing = new DnsQuestionSet();
        SpfVerdict? verdict = SpfEvaluator.Evaluate(query, zone, missing, SpfLimits.Default);
        Assert.True(verdict is not null, $"the zone leaves open: {string.Join(", ", missing.ToArray())}");
        return verdict;
    }

    /// <summary>DEFAULT stands for no text of the domain's own, as upstream has it.</summary>
    public static void CheckExplanation(SpfVerdict verdict, JsonElement explanation)
    {
        if (explanation.ValueKind != JsonValueKind.Null)
            Assert.Equal(explanation.GetString(), verdict.Explanation ?? DefaultExplanation);
    }

    public static bool IsHelo(ConformanceCase tested) => Text(tested.Input, "identity").Equals("helo", StringComparison.OrdinalIgnoreCase);

    /// <summary>Result words that the case takes.</summary>
    public static string[] Accepted(ConformanceCase tested)
    {
        JsonElement expect = ExpectOf(tested);
        return Words(expect, "accept") ?? Words(expect, "result") ?? Words(expect, "class") ?? throw new InvalidDataException($"the case expects nothing that is known: {expect}");
    }

    private static JsonElement ExpectOf(ConformanceCase tested) => tested.Expect("expect_strict") ?? tested.Data.GetProperty("expect");

    private static string[]? Words(JsonElement expect, string name) => expect.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.GetArrayLength() > 0 => [.. value.EnumerateArray().Select(a => a.GetString()!)],
            _ => null,
        }
        : null;

    private static string Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
