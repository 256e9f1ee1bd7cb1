using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind dkim: every signature against expect_strict, and against expect_legacy with its relaxations.</summary>
internal sealed class DkimCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        byte[] message = tested.ReadFile("message");
        if (tested.Data.GetProperty("expect") is var upstream && upstream.GetProperty("class").GetString() == "bodyhash")
        {
            CheckBodyHash(message, upstream.GetProperty("bodyhash"));
            return;
        }
        if (tested.Expect("expect_strict") is { } strict)
            Check(tested, message, strict, legacy: false);
        if (tested.Expect("expect_legacy") is { ValueKind: JsonValueKind.Object } legacy && !NeedsDraft(legacy))
            Check(tested, message, legacy, legacy: true);
    }

    /// <summary>Signatures of drafts before RFC 4871 are not a policy of any standard.</summary>
    private static bool NeedsDraft(JsonElement legacy) =>
        legacy.TryGetProperty("needs", out JsonElement needs) && needs.EnumerateArray().Any(n => n.GetString()!.StartsWith("v=", StringComparison.Ordinal) || n.GetString()!.Contains("draft", StringComparison.Ordinal));

    private static void CheckBodyHash(byte[] message, JsonElement expected)
    {
        SignatureDigest digest = Assert.Single(ParsedMessage.Digest(message).Dkim);
        Assert.Equal(expected.GetString(), Convert.ToBase64String(digest.ComputedBodyHash.Span));
    }

    private static void Check(ConformanceCase tested, byte[] message, JsonElement expect, bool legacy)
    {
        IReadOnlyList<SignatureDigest> digests = ParsedMessage.Digest(message, legacy).Dkim;
        var verifier = new DkimVerifier(new DkimVerifierOptions { AllowRsaSha1 = legacy, AllowShortKeys = legacy }, new KeyCache());
        long now = tested.Input.GetProperty("now").GetInt64();
        AuthResult[] results = [.. digests.Select(d => verifier.Verify(d, now, tested.Zone(), new DnsQuestionSet())!.Value.Result)];
        string found = results.Length == 0 ? "none" : results.Contains(AuthResult.Pass) ? "pass" : results.Contains(AuthResult.TempError) ? "temperror" : "notpass";
        Assert.Equal(expect.GetProperty("class").GetString(), found);
        if (expect.TryGetProperty("signatures", out JsonElement signatures))
            CheckSignatures(signatures, digests, results);
    }

    private static void CheckSignatures(JsonElement signatures, IReadOnlyList<SignatureDigest> digests, AuthResult[] results)
    {
        foreach (JsonElement expected in signatures.EnumerateArray())
        {
            int index = expected.GetProperty("index").GetInt32();
            Assert.InRange(index, 0, results.Length - 1);
            string[] accepted = [.. expected.GetProperty("accept").EnumerateArray().Select(a => a.GetString()!)];
            Assert.True(accepted.Contains(results[index].ToWord()), $"signature {index}: {results[index].ToWord()} is not one of {string.Join(", ", accepted)} ({digests[index].Claim.Syntax})");
            if (digests[index].Claim.Syntax == SignatureSyntax.Valid && expected.TryGetProperty("facts", out JsonElement facts) && facts.TryGetProperty("body_hash_ok", out JsonElement ok)
                && digests[index].HeaderHash.Length > 0)
                Assert.Equal(ok.GetBoolean(), digests[index].BodyHashMatches);
        }
    }
}
