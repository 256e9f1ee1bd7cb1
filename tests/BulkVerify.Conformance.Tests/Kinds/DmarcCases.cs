using System.Text;
using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind dmarc: under RFC 9989 against expect_9989, under RFC 7489 against expect_7489, and the upstream's walk and organizational domain.</summary>
internal sealed class DmarcCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        bool derived = false;
        foreach ((string name, DmarcRules rules) in (ReadOnlySpan<(string, DmarcRules)>)[("expect_9989", DmarcRules.Rfc9989), ("expect_7489", DmarcRules.Rfc7489)])
        {
            if (tested.Expect(name) is not { ValueKind: JsonValueKind.Object } expected)
                continue;
            derived = true;
            Check(expected, Evaluate(tested, rules, tested.Zone()));
        }
        if (tested.Expect("expect") is { } upstream)
            CheckUpstream(tested, upstream, derived);
    }

    private static DmarcVerdict Evaluate(ConformanceCase tested, DmarcRules rules, JsonZone zone)
    {
        JsonElement input = tested.Input;
        byte[]? message = tested.HasMessage ? tested.Message() : null;
        bool endToEnd = input.TryGetProperty("end_to_end", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
        AuthorDomain author = input.TryGetProperty("from", out JsonElement from) && from.ValueKind == JsonValueKind.String
            ? AuthorDomainReader.Read(Encoding.UTF8.GetBytes(from.GetString()!))
            : AuthorOf(message!);
        var dmarc = new DmarcInput(author, endToEnd ? Verified(message!, tested.Now, tested.Zone()) : GivenDkim(input), endToEnd ? CheckedSpf(input, tested.Zone()) : GivenSpf(input));
        return DmarcEvaluator.Evaluate(dmarc, rules, PublicSuffixRules.BuiltIn, zone, new DnsQuestionSet())!;
    }

    private static AuthorDomain AuthorOf(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        return AuthorDomainReader.Read(headers, message);
    }

    private static AuthenticatedIdentifier[] Verified(byte[] message, long now, JsonZone zone)
    {
        var verifier = new DkimVerifier(new DkimVerifierOptions(), new KeyCache());
        return [.. ParsedMessage.Digest(message).Dkim.Where(d => d.Claim.Domain is not null)
            .Select(d => new AuthenticatedIdentifier(d.Claim.Domain!, verifier.Verify(d, now, zone, new DnsQuestionSet())!.Value.Result))];
    }

    private static AuthenticatedIdentifier? CheckedSpf(JsonElement input, JsonZone zone)
    {
        if (!input.TryGetProperty("ip", out JsonElement ip) || ip.ValueKind != JsonValueKind.String)
            return null;
        SpfVerdict verdict = SpfCases.Evaluate(ip.GetString()!, Text(input, "mailfrom"), Text(input, "helo"), zone);
        return verdict.Domain is { } domain ? new AuthenticatedIdentifier(domain, verdict.Result) : null;
    }

    private static AuthenticatedIdentifier[] GivenDkim(JsonElement input) =>
        input.TryGetProperty("dkim", out JsonElement dkim) && dkim.ValueKind == JsonValueKind.Array ? [.. dkim.EnumerateArray().Select(d => Given(d, "d")).OfType<AuthenticatedIdentifier>()] : [];

    private static AuthenticatedIdentifier? GivenSpf(JsonElement input) =>
        input.TryGetProperty("spf", out JsonElement spf) && spf.ValueKind == JsonValueKind.Object && Text(spf, "scope") != "helo" ? Given(spf, "domain") : null;

    private static AuthenticatedIdentifier? Given(JsonElement identifier, string property) =>
        DomainName.TryParse(Text(identifier, property).AsSpan()) is { } domain
            ? new AuthenticatedIdentifier(domain, AuthResultText.FromWord(Text(identifier, "result")) ?? AuthResult.None)
            : null;

    private static void Check(JsonElement expected, DmarcVerdict verdict)
    {
        string result = verdict.Result.ToWord();
        string[] accepted = expected.TryGetProperty("accept", out JsonElement accept) ? [.. accept.EnumerateArray().Select(a => a.GetString()!)] : [Text(expected, "result")];
        Assert.True(accepted.Contains(result), $"{verdict.Rules}: {result} ({verdict.Reason}) is not one of {string.Join(", ", accepted)}");
        if (result != Text(expected, "result"))
            return;
        CheckText(expected, "policy", verdict.PublishedPolicy?.ToWord());
        CheckText(expected, "effective_policy", verdict.EffectivePolicy?.ToWord());
        CheckText(expected, "policy_domain", verdict.PolicyDomain?.Value);
        CheckText(expected, "org_domain", verdict.OrganizationalDomain?.Value);
        CheckFlag(expected, "spf_aligned", verdict.SpfAligned);
        CheckFlag(expected, "dkim_aligned", verdict.DkimAligned);
        if (expected.TryGetProperty("per_author", out JsonElement perAuthor))
        {
            foreach (JsonProperty author in perAuthor.EnumerateObject())
                Assert.Equal(author.Value.GetString(), verdict.PerAuthor.Single(v => v.Author!.Value == author.Name).Result.ToWord());
        }
    }

    private static void CheckUpstream(ConformanceCase tested, JsonElement upstream, bool derived)
    {
        bool own = upstream.TryGetProperty("local_policy", out JsonElement local) && local.ValueKind == JsonValueKind.True;
        if (!derived && !own)
            Check(upstream, Evaluate(tested, Text(upstream, "rfc") == "7489" ? DmarcRules.Rfc7489 : DmarcRules.Rfc9989, tested.Zone()));
        if (!Text(upstream, "rfc").Contains("9989", StringComparison.Ordinal))
            return;
        JsonZone zone = tested.Zone();
        DmarcVerdict verdict = Evaluate(tested, DmarcRules.Rfc9989, zone);
        CheckText(upstream, "org_domain", verdict.OrganizationalDomain?.Value);
        if (upstream.TryGetProperty("author_walk", out JsonElement walk))
        {
            string[] names = [.. walk.EnumerateArray().Select(n => n.GetString()!)];
            Assert.Equal(names, zone.Asked.Take(names.Length).Select(q => q.Name.Value));
            Assert.Equal(names, verdict.Lookups.Select(l => $"_dmarc.{l.Domain}"));
        }
    }

    private static void CheckText(JsonElement expected, string property, string? found)
    {
        if (expected.TryGetProperty(property, out JsonElement value))
            Assert.Equal($"{property} {value.GetString()}", $"{property} {found}");
    }

    private static void CheckFlag(JsonElement expected, string property, bool found)
    {
        if (expected.TryGetProperty(property, out JsonElement value))
            Assert.Equal($"{property} {value.GetBoolean()}", $"{property} {found}");
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
