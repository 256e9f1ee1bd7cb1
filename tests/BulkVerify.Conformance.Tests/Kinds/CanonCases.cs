using System.Text.Json;
using BulkVerify.Claims;
using BulkVerify.Conformance.Suites;
using BulkVerify.Digests;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind canon: canonical header, canonical body or body hash.</summary>
internal sealed class CanonCases : ICaseKind
{
    public void Run(ConformanceCase tested)
    {
        byte[] message = tested.Message();
        string[] ways = tested.Data.GetProperty("algorithm").GetString()!.Split('/');
        Canonicalization header = Way(ways[0]), body = Way(ways.Length > 1 ? ways[1] : "simple");
        JsonElement expect = tested.Data.GetProperty("expect");
        bool asserted = false;
        asserted |= Same(expect, "header_b64", () => CanonicalForm.Headers(message, header));
        asserted |= Same(expect, "body_b64", () => CanonicalForm.Body(message, body));
        asserted |= Same(expect, "bh", () => CanonicalForm.BodyHash(message, body, isSha1: expect.TryGetProperty("hash", out JsonElement hash) && hash.GetString() == "sha1"));
        Assert.True(asserted, $"the case expects nothing that is known: {expect}");
    }

    private static Canonicalization Way(string word) => Enum.Parse<Canonicalization>(word, ignoreCase: true);

    private static bool Same(JsonElement expect, string name, Func<byte[]> found)
    {
        if (!expect.TryGetProperty(name, out JsonElement expected))
            return false;
        Assert.Equal(expected.GetString(), Convert.ToBase64String(found()));
        return true;
    }
}
