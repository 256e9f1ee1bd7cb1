using System.Security.Cryptography;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Throughput;

/// <summary>The cryptography of an archive and nothing else: one SHA-256 per signed body and per signed header, one platform verification per signature
/// with keys imported beforehand. What no verifier that does not vectorize its RSA can undercut.</summary>
internal sealed class FloorWork
{
    private readonly record struct Signature(int BodyLength, int HeaderLength, byte[] Hash, byte[] Value, RSA? Rsa, NSec.Cryptography.PublicKey? Ed25519);

    private readonly List<Signature> _signatures = [];
    private int _largest;

    public int Messages { get; private set; }

    public long Bytes { get; private set; }

    public int Signatures => _signatures.Count;

    /// <summary>Distinct DNS questions that verifying the archive asks.</summary>
    public int Questions { get; set; }

    public static async Task<FloorWork> CollectAsync(VerifyOptions options, RunDns dns)
    {
        var work = new FloorWork();
        var engine = new EngineOptions();
        EvaluationContext context = RunSetup.Evaluation(options, TimeProvider.System);
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine));
        var keys = new Dictionary<string, (RSA?, NSec.Cryptography.PublicKey?)>(StringComparer.Ordinal);
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, new SlabPool(8 << 20), RunSetup.Reading(options, engine), CancellationToken.None);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
            {
                using (batch)
                    work.Add(batch, context, dns, keys);
            }
        }
        return work;
    }

    public Measurement Measure()
    {
        byte[] zeros = new byte[Math.Max(1, _largest)];
        return Measurement.OfAsync("floor, 1 thread", this, () =>
        {
            Span<byte> hash = stackalloc byte[32];
            foreach (Signature signature in _signatures)
            {
                SHA256.HashData(zeros.AsSpan(0, signature.BodyLength), hash);
                SHA256.HashData(zeros.AsSpan(0, signature.HeaderLength), hash);
                signature.Rsa?.VerifyHash(signature.Hash, signature.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                if (signature.Ed25519 is { } key)
                    NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(key, signature.Hash, signature.Value);
            }
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    private void Add(MessageBatch batch, EvaluationContext context, RunDns dns, Dictionary<string, (RSA?, NSec.Cryptography.PublicKey?)> keys)
    {
        var headers = new HeaderTable();
        var reader = new SignatureClaimReader(new NameTable());
        var digester = new MessageDigester(new DigestOptions());
        Bytes += batch.FramedBytes;
        foreach (MessageExtent extent in batch.Messages)
        {
            Messages++;
            ReadOnlySpan<byte> message = batch.BytesOf(extent);
            HeaderScanner.Scan(message, headers);
            SignatureClaims claims = reader.Read(message, headers);
            SignatureDigests digests = digester.Digest(message, headers, claims, batch.Variant, extent.HasQuotedFrom);
            foreach (SignatureDigest digest in digests.Dkim)
            {
                if (digest.HeaderHash.IsEmpty || context.Dkim.Resolve(digest.Claim, null, dns.View, new DnsQuestionSet()) is not { } found || found.Records.IsEmpty)
                    continue;
                (byte[] header, byte[] body) = digester.Canonical(message, headers, claims, digest.Claim, digests.Reading);
                (RSA? rsa, NSec.Cryptography.PublicKey? ed25519) = KeyOf(digest.Claim, found.Records[0], keys);
                _largest = Math.Max(_largest, Math.Max(header.Length, body.Length));
                _signatures.Add(new Signature(body.Length, header.Length, digest.HeaderHash.ToArray(), digest.Claim.Signature.ToArray(), rsa, ed25519));
            }
        }
    }

    private static (RSA?, NSec.Cryptography.PublicKey?) KeyOf(SignatureClaim claim, DkimKeyRecord record, Dictionary<string, (RSA?, NSec.Cryptography.PublicKey?)> keys)
    {
        if (keys.TryGetValue(claim.KeyName!.Value, out (RSA?, NSec.Cryptography.PublicKey?) known))
            return known;
        (RSA?, NSec.Cryptography.PublicKey?) key = record.PublicKey switch
        {
            { Type: DkimKeyType.Rsa, Bits: >= 1024 } rsa => (RSA.Create(new RSAParameters { Modulus = rsa.Material.ToArray(), Exponent = rsa.Exponent.ToArray() }), null),
            { Type: DkimKeyType.Ed25519 } ed => (null, NSec.Cryptography.PublicKey.Import(NSec.Cryptography.SignatureAlgorithm.Ed25519, ed.Material.Span, NSec.Cryptography.KeyBlobFormat.RawPublicKey)),
            _ => (null, null),
        };
        keys.Add(claim.KeyName.Value, key);
        return key;
    }
}
