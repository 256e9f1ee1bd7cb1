using System.Security.Cryptography;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Arc;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;
using BulkVerify.Tests.Evaluation.Dkim;

namespace BulkVerify.Tests.Evaluation.Arc;

/// <summary>A chain as the digest stage leaves it, each set sealed by a domain of its own (hop1.example, hop2.example, ...), beside its zone.</summary>
internal sealed class ArcChainBuilder
{
    private readonly List<ArcSetDigest> _sets = [];

    public JsonZone Zone { get; } = new();

    public ArcStructure Structure { get; set; } = ArcStructure.Complete;

    public ArcChainBuilder(int sets)
    {
        for (int instance = 1; instance <= sets; instance++)
            _sets.Add(new ArcSetDigest(instance, Sign(SignatureKind.ArcMessage, instance, "ams"), Sign(SignatureKind.ArcSeal, instance, "as")));
    }

    public SignatureDigest Message(int instance) => _sets[instance - 1].MessageSignature!;

    public SignatureDigest Seal(int instance) => _sets[instance - 1].Seal!;

    public ArcChainBuilder With(Action<ArcChainBuilder> change)
    {
        change(this);
        return this;
    }

    /// <summary>The answer to the question for the key of a message signature ("ams") or a seal ("as").</summary>
    public ArcChainBuilder Answer(string selector, int instance, DnsAnswer answer) =>
        With(b => b.Zone.Add(new DnsQuestion(DomainName.Parse($"{selector}._domainkey.hop{instance}.example"), DnsRecordType.Txt), answer));

    public ArcVerdict Validate()
    {
        var missing = new DnsQuestionSet();
        ArcVerdict? verdict = new ArcValidator(new DkimVerifier(DkimVerifierOptions.Default, new KeyCache()))
            .Validate(new ArcChainDigest(Structure, _sets), SignatureBuilder.ReceivedAt, Zone, missing);
        Assert.Equal(0, missing.Count);
        return verdict!;
    }

    public static void Break(SignatureDigest digest) => digest.HeaderHash = SHA256.HashData("changed"u8);

    private SignatureDigest Sign(SignatureKind kind, int instance, string selector)
    {
        string domain = $"hop{instance}.example";
        string keyName = $"{selector}._domainkey.{domain}";
        Zone.AddTxt(keyName, TestKeys.Record(1024));
        byte[] hash = SHA256.HashData([(byte)kind, (byte)instance]);
        bool isSeal = kind == SignatureKind.ArcSeal;
        return new SignatureDigest
        {
            Claim = new SignatureClaim
            {
                Kind = kind,
                Syntax = SignatureSyntax.Valid,
                Algorithm = SignatureAlgorithm.RsaSha256,
                Domain = DomainName.Parse(domain),
                IdentityDomain = DomainName.Parse(domain),
                Selector = DomainName.Parse(selector),
                KeyName = DomainName.Parse(keyName),
                ArcInstance = instance,
                ChainValidation = !isSeal ? ArcChainValidation.Absent : instance == 1 ? ArcChainValidation.None : ArcChainValidation.Pass,
                Signature = TestKeys.Sign(1024, hash),
            },
            HeaderHash = hash,
            BodyHashMatches = true,
        };
    }
}
