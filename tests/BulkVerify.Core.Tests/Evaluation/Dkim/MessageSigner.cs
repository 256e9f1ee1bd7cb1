using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dkim;

/// <summary>Puts a DKIM-Signature on top of a message, by the product's own hashing: the key and the way of signing are the platform's.</summary>
internal static class MessageSigner
{
    public static JsonZone Zone { get; } = new JsonZone().AddTxt("s._domainkey.example.com", TestKeys.Record(1024));

    /// <param name="signed">h=.</param>
    /// <param name="ways">c=.</param>
    /// <param name="more">Further tags, each with its semicolon.</param>
    public static byte[] Sign(byte[] message, string signed, string ways, string more = "")
    {
        Canonicalization body = ways.EndsWith("relaxed", StringComparison.Ordinal) ? Canonicalization.Relaxed : Canonicalization.Simple;
        string bodyHash = Convert.ToBase64String(CanonicalForm.BodyHash(message, body));
        string field = $"DKIM-Signature: v=1; a=rsa-sha256; c={ways}; d=example.com; s=s;\r\n\t{more} h={signed}; bh={bodyHash};\r\n\tb=";
        byte[] Compose(string signature) => [.. Encoding.UTF8.GetBytes($"{field}{signature}\r\n"), .. message];
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        SignatureDigest digest = judge.Digest(Compose("AAAA")).Dkim[0];
        Assert.Equal(SignatureSyntax.Valid, digest.Claim.Syntax);
        return Compose(Convert.ToBase64String(TestKeys.Sign(1024, digest.HeaderHash.ToArray())));
    }
}
