using System.Text.Json;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.TestKit;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace BulkVerify.Tests.Evaluation.Dkim;

public class CorporaVerdictTests
{
    public static TheoryData<string> Archives => [.. CorporaMail.Names];

    [Theory]
    [Rfc("6376", "6.1")]
    [MemberData(nameof(Archives))]
    public async Task Every_signature_of_real_mail_gets_its_verdict(string name)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        JsonZone zone = CorporaMail.Zone();
        int signatures = 0;
        await CorporaMail.Visit(name, judge, (_, digests, line) =>
        {
            Assert.Equal(line.GetProperty("signatures").GetArrayLength(), digests.Dkim.Count);
            foreach ((SignatureDigest digest, JsonElement expected) in digests.Dkim.Zip(line.GetProperty("signatures").EnumerateArray()))
            {
                signatures++;
                DkimVerdict verdict = Assert.Single(judge.Dkim(new SignatureDigests([digest], digests.Arc, digests.Reading), zone, digest.Claim.SignedAt + 60));
                Assert.True(WordOf(verdict.Reason) == expected.GetProperty("expect").GetString(), $"message {line.GetProperty("index")}: {verdict.Reason}, {expected}");
            }
        });
        Assert.True(signatures > 0);
    }

    private static string WordOf(DkimReason reason) => reason switch
    {
        DkimReason.Verified => "pass",
        DkimReason.BodyHashMismatch => "fail-body",
        DkimReason.SignatureMismatch => "fail-header",
        DkimReason.BodyAndSignatureMismatch => "fail-both",
        DkimReason.KeyNotFound => "no-key",
        _ => "malformed",
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task MimeKit_agrees_on_every_signature_whose_key_is_known(string name)
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        var judge = new SignatureJudge(DkimVerifierOptions.Default);
        JsonZone zone = CorporaMail.Zone();
        var oracle = new MimeKit.Cryptography.DkimVerifier(new ZoneKeys(zone));
        var differences = new List<string>();
        int compared = 0;
        await CorporaMail.Visit(name, judge, (bytes, digests, line) =>
        {
            DkimVerdict[] verdicts = judge.Dkim(digests, zone, null);
            MimeMessage message = MimeMessage.Load(new MemoryStream(bytes.ToArray()));
            Header[] fields = [.. message.Headers.Where(h => h.Id == HeaderId.DkimSignature)];
            Assert.Equal(fields.Length, verdicts.Length);
            for (int i = 0; i < fields.Length; i++)
            {
                if (verdicts[i].Reason.IsUnverifiable())
                    continue;
                compared++;
                bool valid = oracle.Verify(message, fields[i], TestContext.Current.CancellationToken);
                if (valid != (verdicts[i].Reason == DkimReason.Verified))
                    differences.Add($"{line.GetProperty("index")}/{i} {digests.Dkim[i].Claim.Domain} {verdicts[i].Reason}: MimeKit says {valid}");
            }
        });
        Assert.Empty(differences);
        Assert.True(compared >= 50);
    }

    /// <summary>Keys of the zone, each made once: BouncyCastle takes 22 ms for one.</summary>
    private sealed class ZoneKeys(JsonZone zone) : DkimPublicKeyLocatorBase
    {
        private readonly Dictionary<string, AsymmetricKeyParameter> _keys = [];

        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            string name = $"{selector}._domainkey.{domain}";
            if (!_keys.TryGetValue(name, out AsymmetricKeyParameter? key))
            {
                DnsAnswer? answer = zone.Find(new DnsQuestion(DomainName.Parse(name), DnsRecordType.Txt));
                _keys[name] = key = GetPublicKey(System.Text.Encoding.ASCII.GetString(answer!.Records[0].Text.Span));
            }
            return key;
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
