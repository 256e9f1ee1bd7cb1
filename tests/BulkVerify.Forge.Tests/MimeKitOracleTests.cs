using BulkVerify.Dns;
using BulkVerify.Forge.Output;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;

namespace BulkVerify.Forge.Tests;

[Collection(ForgeCollection.Name)]
public class MimeKitOracleTests(ForgeFixture forge)
{
    [Fact]
    public void MimeKit_agrees_on_the_signatures_that_pass_and_that_do_not_match()
    {
        ForgeOptions options = forge.Sample("mimekit") with { Messages = 400, Archives = [new ForgeArchive("all", ArchiveFormat.Eml) { Crlf = true }] };
        ForgeFixture.Run(options);
        ZoneView zone = ZoneView.Parse(File.ReadAllText(Path.Combine(options.OutputFolder, Forger.ZoneFileName)));
        var verifier = new DkimVerifier(new ZoneKeys(zone)) { MinimumRsaKeyLength = 1024 };
        verifier.Enable(DkimSignatureAlgorithm.Ed25519Sha256);
        int compared = 0;
        foreach (TruthRow row in TruthRow.Read(options.OutputFolder))
        {
            MimeMessage message = MimeMessage.Load(Path.Combine(options.OutputFolder, row.Archive), TestContext.Current.CancellationToken);
            Header[] signatures = [.. message.Headers.Where(static header => header.Id == HeaderId.DkimSignature)];
            Assert.Equal(row.Dkim.Count, signatures.Length);
            for (int i = 0; i < signatures.Length; i++)
            {
                // MimeKit takes l= beyond the end of the body for the whole body; RFC 6376 §3.5 forbids it. Errors of key or syntax are not compared.
                if (row.Dkim[i].Result is not ("pass" or "fail") || row.Dkim[i].Reason == "BodyShorterThanLength")
                    continue;
                bool valid = Verify(verifier, message, signatures[i]);
                Assert.True(valid == (row.Dkim[i].Result == "pass"), $"{row.Archive} signature {i}: {row.Dkim[i]}");
                compared++;
            }
        }
        Assert.True(compared > 400, $"{compared}");
    }

    private static bool Verify(DkimVerifier verifier, MimeMessage message, Header signature)
    {
        try
        {
            return verifier.Verify(message, signature, TestContext.Current.CancellationToken);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Keys from the forged zone. Building one is slow, so they are kept.</summary>
    private sealed class ZoneKeys(ZoneView zone) : DkimPublicKeyLocatorBase
    {
        private readonly Dictionary<string, AsymmetricKeyParameter> _keys = [];

        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            DnsAnswer answer = zone.Find(new DnsQuestion(DomainName.TryParse($"{selector}._domainkey.{domain}")!, DnsRecordType.Txt));
            string text = System.Text.Encoding.ASCII.GetString(answer.Records[0].Text.Span);
            if (!_keys.TryGetValue(text, out AsymmetricKeyParameter? key))
                _keys.Add(text, key = text.Contains("k=ed25519", StringComparison.Ordinal) ? Ed25519(text) : GetPublicKey(text));
            return key;
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));

        private static Ed25519PublicKeyParameters Ed25519(string text) => new(Convert.FromBase64String(text[(text.IndexOf("p=", StringComparison.Ordinal) + 2)..]));
    }
}
