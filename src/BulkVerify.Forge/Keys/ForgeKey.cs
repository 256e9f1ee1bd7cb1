using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace BulkVerify.Forge.Keys;

/// <summary>A private key of the pool.</summary>
internal sealed class ForgeKey : IDisposable
{
    private const string PemLabel = "PRIVATE KEY";

    /// <summary>PKCS #8 of an Ed25519 key without its 32 octets (RFC 8410 §7).</summary>
    private static readonly byte[] Ed25519Prefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private readonly RSA? _rsa;
    private readonly byte[] _seed;

    private ForgeKey(KeyKind kind, RSA? rsa, byte[] seed)
    {
        Kind = kind;
        _rsa = rsa;
        _seed = seed;
        PublicKey = Convert.ToBase64String(rsa is null ? Ed25519PublicKey(seed) : rsa.ExportSubjectPublicKeyInfo());
    }

    public KeyKind Kind { get; }

    /// <summary>p= of the key record.</summary>
    public string PublicKey { get; }

    /// <summary>Bits of the modulus; 256 for Ed25519.</summary>
    public int Bits => _rsa?.KeySize ?? 256;

    public static ForgeKey Generate(KeyKind kind) =>
        kind == KeyKind.Ed25519 ? new ForgeKey(kind, null, RandomNumberGenerator.GetBytes(32)) : new ForgeKey(kind, RSA.Create(BitsOf(kind)), []);

    public static ForgeKey FromPem(KeyKind kind, string pem)
    {
        if (kind != KeyKind.Ed25519)
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new ForgeKey(kind, rsa, []);
        }
        PemFields fields = PemEncoding.Find(pem);
        return new ForgeKey(kind, null, Convert.FromBase64String(pem[fields.Base64Data])[Ed25519Prefix.Length..]);
    }

    public string ToPem() => _rsa?.ExportPkcs8PrivateKeyPem() ?? PemEncoding.WriteString(PemLabel, [.. Ed25519Prefix, .. _seed]);

    /// <summary>RSASSA-PKCS1-v1_5 of a hash, or pure Ed25519 over the hash as the message (RFC 8463 §3).</summary>
    public byte[] Sign(byte[] hash, HashAlgorithmName algorithm)
    {
        if (_rsa is not null)
            return _rsa.SignHash(hash, algorithm, RSASignaturePadding.Pkcs1);
        byte[] signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, hash, 0, hash.Length, signature, 0);
        return signature;
    }

    public void Dispose() => _rsa?.Dispose();

    private static int BitsOf(KeyKind kind) => kind switch
    {
        KeyKind.Rsa512 => 512,
        KeyKind.Rsa1024 => 1024,
        KeyKind.Rsa2048 => 2048,
        _ => 4096,
    };

    private static byte[] Ed25519PublicKey(byte[] seed)
    {
        byte[] publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }
}
