using BulkVerify.Dns;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace BulkVerify.Throughput;

/// <summary>What a .NET developer would write with the usual library: MimeKit's parser and DkimVerifier with a key cache, over the mbox files of the archive.
/// DKIM only, first signature of each message and those after it.</summary>
internal static class MimeKitPeer
{
    public static Measurement Measure(string archive, IDnsView dns, FloorWork floor)
    {
        var verifier = new DkimVerifier(new Locator(dns));
        verifier.Enable(DkimSignatureAlgorithm.Ed25519Sha256);
        string[] files = Directory.Exists(archive) ? [.. Directory.EnumerateFiles(archive, "*.mbox", SearchOption.AllDirectories)] : [archive];
        int messages = 0, signatures = 0;
        long bytes = 0;
        Measurement measured = Measurement.OfAsync("MimeKit, DKIM only, 1 thread", floor, () =>
        {
            foreach (string file in files)
            {
                using FileStream stream = File.OpenRead(file);
                bytes += stream.Length;
                var parser = new MimeParser(stream, MimeFormat.Mbox);
                while (!parser.IsEndOfStream)
                {
                    MimeMessage message = parser.ParseMessage();
                    messages++;
                    foreach (Header header in message.Headers.Where(h => h.Id == HeaderId.DkimSignature))
                    {
                        signatures++;
                        TryVerify(verifier, message, header);
                    }
                }
            }
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        return measured with { Messages = Math.Max(1, messages), Signatures = signatures, Bytes = bytes };
    }

    private static void TryVerify(DkimVerifier verifier, MimeMessage message, Header header)
    {
        try
        {
            verifier.Verify(message, header);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // MimeKit reports bad signatures and keys by exceptions of many types.
        }
    }

    /// <summary>Keeps keys by name and by record: building one costs BouncyCastle 22 ms, which is not what is compared here.</summary>
    private sealed class Locator(IDnsView dns) : DkimPublicKeyLocatorBase
    {
        private readonly Dictionary<string, AsymmetricKeyParameter?> _keys = new(StringComparer.Ordinal);
        private readonly Dictionary<string, AsymmetricKeyParameter?> _records = new(StringComparer.Ordinal);

        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            string name = $"{selector}._domainkey.{domain}";
            if (!_keys.TryGetValue(name, out AsymmetricKeyParameter? key))
                _keys[name] = key = Read(name);
            return key ?? throw new FormatException("no key");
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));

        private AsymmetricKeyParameter? Read(string name)
        {
            if (DomainName.TryParse(name.AsSpan()) is not { } owner || dns.Find(new DnsQuestion(owner, DnsRecordType.Txt)) is not { Status: DnsStatus.Success } answer)
                return null;
            string record = System.Text.Encoding.UTF8.GetString(answer.Records[0].Text.Span);
            return _records.TryGetValue(record, out AsymmetricKeyParameter? known) ? known : _records[record] = Build(record);
        }

        private static AsymmetricKeyParameter? Build(string record)
        {
            try
            {
                return GetPublicKey(record);
            }
            catch (Exception e) when (e is FormatException or ParseException or ArgumentException or IOException)
            {
                return null;
            }
        }
    }
}
