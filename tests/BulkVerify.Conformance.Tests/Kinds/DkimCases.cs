using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind dkim: every signature against expect_strict, and against expect_legacy with the relaxations that it needs.</summary>
internal sealed class DkimCases : ICaseKind
{
    private const string RsaSha1 = "rsa-sha1", ShortKeys = "rsa<1024";

    public void Run(ConformanceCase tested)
    {
        byte[] message = tested.Message();
        JsonElement? given = tested.Expect("expect");
        if (given is { } upstream && upstream.TryGetProperty("class", out JsonElement kind) && kind.GetString() == "bodyhash")
        {
            CheckBodyHash(message, upstream.GetProperty("bodyhash"));
            return;
        }
        if ((tested.Expect("expect_strict") ?? OwnOf(given)) is { } strict)
            Check(tested, message, strict, new DkimVerifierOptions());
        if (tested.Expect("expect_legacy") is { ValueKind: JsonValueKind.Object } legacy && OptionsOf(legacy) is { } options)
            Check(tested, message, legacy, options);
    }

    /// <summary>The upstream's own expectation, where it is one of the standards' and nothing was derived.</summary>
    public static JsonElement? OwnOf(JsonElement? given) =>
        given is { } own && own.TryGetProperty("class", out JsonElement kind) && kind.GetString() is "pass" or "notpass" or "none" or "temperror"
        && !(own.TryGetProperty("local_policy", out JsonElement local) && local.ValueKind == JsonValueKind.True) ? own : null;

    /// <summary>The class of a message whose signatures have these results.</summary>
    public static string ClassOf(IReadOnlyCollection<string> results) =>
        results.Count == 0 ? "none" : results.Contains("pass") ? "pass" : results.Contains("temperror") ? "temperror" : "notpass";

    /// <summary>The relaxations that the case needs; null for signatures of drafts before RFC 4871, which are no policy of any standard.</summary>
    private static DkimVerifierOptions? OptionsOf(JsonElement legacy)
    {
        string[] needs = [.. legacy.GetProperty("needs").EnumerateArray().Select(n => n.GetString()!)];
        if (needs.Any(n => n.StartsWith("v=", StringComparison.Ordinal) || n.Contains("draft", StringComparison.Ordinal)))
            return null;
        Assert.All(needs, n => Assert.Contains(n, (string[])[RsaSha1, ShortKeys]));
        return new DkimVerifierOptions { AllowRsaSha1 = needs.Contains(RsaSha1), AllowShortKeys = needs.Contains(ShortKeys) };
    }

    private static void CheckBodyHash(byte[] message, JsonElement expected)
    {
        SignatureDigest digest = Assert.Single(ParsedMessage.Digest(message).Dkim);
        Assert.Equal(expected.GetString(), Convert.ToBase64String(digest.ComputedBodyHash.Span));
    }

    private static void Check(ConformanceCase tested, byte[] message, JsonElement expect, DkimVerifierOptions options)
    {
        IReadOnlyList<SignatureDigest> digests = ParsedMessage.Digest(message, options.AllowRsaSha1).Dkim;
        var verifier = new DkimVerifier(options, new KeyCache());
        long now = tested.Now;
        AuthResult[] results = [.. digests.Select(d => verifier.Verify(d, now, tested.Zone(), new DnsQuestionSet())!.Value.Result)];
        Assert.Equal(expect.GetProperty("class").GetString(), ClassOf([.. results.Select(r => r.ToWord())]));
        if (expect.TryGetProperty("signatures", out JsonElement signatures))
            CheckSignatures(signatures, digests, results);
    }

    /// <summary>The words that a signature's expectation takes.</summary>
    public static string[] AcceptedOf(JsonElement expected) => expected.TryGetProperty("accept", out JsonElement accept)
        ? [.. accept.EnumerateArray().Select(a => a.GetString()!)]
        : [expected.GetProperty("result").GetString()!];

    private static void CheckSignatures(JsonElement signatures, IReadOnlyList<SignatureDigest> digests, AuthResult[] results)
    {
        foreach (JsonElement expected in signatures.EnumerateArray())
        {
            int index = expected.GetProperty("index").GetInt32();
            Assert.InRange(index, 0, results.Length - 1);
            string[] accepted = AcceptedOf(expected);
            Assert.True(accepted.Contains(results[index].ToWord()), $"signature {index}: {results[index].ToWord()} is not one of {string.Join(", ", accepted)} ({digests[index].Claim.Syntax})");
            if (digests[index].Claim.Syntax == SignatureSyntax.Valid && expected.TryGetProperty("facts", out JsonElement facts) && facts.TryGetProperty("body_hash_ok", out JsonElement ok)
                && digests[index].HeaderHash.Length > 0)
                Assert.Equal(ok.GetBoolean(), digests[index].BodyHashMatches);
        }
    }
}
