using System.Security.Cryptography;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dkim;

/// <summary>A signature as the digest stage leaves it, signed with a test key, beside its zone.</summary>
internal sealed class SignatureBuilder
{
    public const long ReceivedAt = 1_700_000_000;

    public static readonly DomainName Domain = DomainName.Parse("example.com");

    public static readonly DomainName Selector = DomainName.Parse("sel");

    public JsonZone Zone { get; } = new();

    public DkimVerifierOptions Options { get; set; } = DkimVerifierOptions.Default;

    public SignatureClaim Claim { get; } = new()
    {
        Kind = SignatureKind.Dkim,
        Syntax = SignatureSyntax.Valid,
        Algorithm = SignatureAlgorithm.RsaSha256,
        Domain = Domain,
        Selector = Selector,
        KeyName = DomainName.Parse("sel._domainkey.example.com"),
        IdentityDomain = Domain,
        BodyHash = new byte[32],
    };

    public SignatureDigest Digest { get; }

    public SignatureBuilder()
    {
        Digest = new SignatureDigest { Claim = Claim, BodyHashMatches = true };
    }

    /// <summary>A signature by the test key of this size, whose record is in the zone when <paramref name="record"/> is null; KEY in a record is p= of that key.</summary>
    public static SignatureBuilder Rsa(int bits = 1024, string? record = null, SignatureAlgorithm algorithm = SignatureAlgorithm.RsaSha256)
    {
        var builder = new SignatureBuilder();
        string key = Convert.ToBase64String(TestKeys.Rsa(bits).ExportSubjectPublicKeyInfo());
        builder.Zone.AddTxt("sel._domainkey.example.com", (record ?? "v=DKIM1; p=KEY").Replace("KEY", key, StringComparison.Ordinal));
        builder.Claim.Algorithm = algorithm;
        byte[] hash = algorithm == SignatureAlgorithm.RsaSha1 ? SHA1.HashData("headers"u8) : SHA256.HashData("headers"u8);
        builder.Digest.HeaderHash = hash;
        builder.Claim.Signature = TestKeys.Sign(bits, hash);
        return builder;
    }

    public SignatureBuilder With(Action<SignatureBuilder> change)
    {
        change(this);
        return this;
    }

    public SignatureBuilder Answer(DnsAnswer answer) =>
        With(b => b.Zone.Add(new DnsQuestion(b.Claim.KeyName!, DnsRecordType.Txt), answer));

    public DkimVerdict Verify(long? receivedAt = ReceivedAt)
    {
        var missing = new DnsQuestionSet();
        DkimVerdict? verdict = new DkimVerifier(Options, new KeyCache()).Verify(Digest, receivedAt, Zone, missing);
        Assert.Equal(0, missing.Count);
        return verdict!.Value;
    }
}
