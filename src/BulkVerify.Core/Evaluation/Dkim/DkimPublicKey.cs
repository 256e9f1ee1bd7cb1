using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using Ed25519PublicKey = NSec.Cryptography.PublicKey;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>
/// A public key as numbers. Immutable to its users and safe for all threads: the platform's key object is imported when a verification first
/// needs it (about 300 us for RSA), once, and only verifies after that, which changes nothing in it.
/// </summary>
public sealed class DkimPublicKey
{
    /// <summary>Largest RSA modulus that is verified.</summary>
    public const int MaxRsaBits = 8192;

    /// <summary>Largest RSA exponent that is verified: a longer one makes each verification as slow as its publisher likes.</summary>
    public const int MaxExponentBits = 64;

    /// <summary>Length of an Ed25519 key in octets (RFC 8463 §4.2).</summary>
    public const int Ed25519Length = 32;

    // Room for the block of a SHA-256 hash (RFC 8017 §9.2).
    private const int MinVectorBits = 512;

    private ulong _hash;
    private RSA? _platformRsa;
    private RsaDigits28? _digits28;
    private RsaDigits52? _digits52;
    private Ed25519PublicKey? _ed25519;
    private volatile bool _platformRefuses;

    private DkimPublicKey(DkimKeyType type, int bits, ReadOnlyMemory<byte> material, ReadOnlyMemory<byte> exponent)
    {
        Type = type;
        Bits = bits;
        Material = material;
        Exponent = exponent;
    }

    /// <summary><see cref="DkimKeyType.Rsa"/> or <see cref="DkimKeyType.Ed25519"/>.</summary>
    public DkimKeyType Type { get; }

    /// <summary>Bits of the RSA modulus; 256 for Ed25519.</summary>
    public int Bits { get; }

    /// <summary>RSA: the modulus, big-endian without leading zeros. Ed25519: the 32 octets of the key.</summary>
    public ReadOnlyMemory<byte> Material { get; }

    /// <summary>RSA: the public exponent, big-endian without leading zeros. Empty for Ed25519.</summary>
    public ReadOnlyMemory<byte> Exponent { get; }

    /// <summary>True when the key is above <see cref="MaxRsaBits"/> or <see cref="MaxExponentBits"/>.</summary>
    public bool IsTooLarge => Type == DkimKeyType.Rsa && (Bits > MaxRsaBits || BitLength(Exponent.Span) > MaxExponentBits);

    /// <summary>XXH3 of type and numbers, never 0: the same for the same key in whatever record. Not for security.</summary>
    public ulong Hash
    {
        get
        {
            if (Volatile.Read(ref _hash) is not 0 and ulong known)
                return known;
            var hash = new XxHash3((long)Type);
            hash.Append(Material.Span);
            hash.Append(Exponent.Span);
            ulong made = Math.Max(1, hash.GetCurrentHashAsUInt64());
            Volatile.Write(ref _hash, made);
            return made;
        }
    }

    /// <summary>A key of an odd modulus and an odd exponent above 1, neither with leading zeros; null for other numbers.</summary>
    public static DkimPublicKey? Rsa(ReadOnlyMemory<byte> modulus, ReadOnlyMemory<byte> exponent)
    {
        if (!IsOddAndPlain(modulus.Span) || !IsOddAndPlain(exponent.Span) || BitLength(exponent.Span) < 2)
            return null;
        return new DkimPublicKey(DkimKeyType.Rsa, BitLength(modulus.Span), modulus, exponent);
    }

    /// <summary>A key of <see cref="Ed25519Length"/> octets; null for another length.</summary>
    public static DkimPublicKey? Ed25519(ReadOnlyMemory<byte> raw) =>
        raw.Length == Ed25519Length ? new DkimPublicKey(DkimKeyType.Ed25519, 256, raw, default) : null;

    /// <summary>True for what vectors compute: the exponent that nearly all keys have. How long a modulus may be depends on the digits.</summary>
    internal bool SuitsVectors => Type == DkimKeyType.Rsa && Exponent.Span.SequenceEqual<byte>([1, 0, 1]) && Bits >= MinVectorBits;

    /// <summary>The modulus for integer vectors; only for keys that suit them.</summary>
    internal RsaDigits28 Digits28 => _digits28 ??= RsaDigits28.Of(Material.Span, Bits);

    /// <summary>The modulus for vectors of doubles; only for keys that suit them.</summary>
    internal RsaDigits52 Digits52 => _digits52 ??= RsaDigits52.Of(Material.Span, Bits);

    /// <summary>The platform's RSA object; null when the platform does not take a key of this shape.</summary>
    internal RSA? PlatformRsa
    {
        get
        {
            if (_platformRsa is { } known)
                return known;
            if (_platformRefuses || Type != DkimKeyType.Rsa)
                return null;
            RSA? imported = ImportRsa();
            if (imported is null)
            {
                _platformRefuses = true;
                return null;
            }
            if (Interlocked.CompareExchange(ref _platformRsa, imported, null) is { } first)
            {
                imported.Dispose();
                return first;
            }
            return imported;
        }
    }

    /// <summary>True when the platform's RSA object was made.</summary>
    internal bool HasPlatformRsa => _platformRsa is not null;

    /// <summary>The Ed25519 key of the library.</summary>
    internal Ed25519PublicKey? LibraryEd25519
    {
        get
        {
            if (_ed25519 is null
                && Type == DkimKeyType.Ed25519
                && Ed25519PublicKey.TryImport(NSec.Cryptography.SignatureAlgorithm.Ed25519, Material.Span, NSec.Cryptography.KeyBlobFormat.RawPublicKey, out Ed25519PublicKey? imported))
                Interlocked.CompareExchange(ref _ed25519, imported, null);
            return _ed25519;
        }
    }

    private RSA? ImportRsa()
    {
        RSA? rsa = null;
        try
        {
            rsa = RSA.Create();
            rsa.ImportParameters(new RSAParameters { Modulus = Material.ToArray(), Exponent = Exponent.ToArray() });
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa?.Dispose();
            return null;
        }
    }

    private static bool IsOddAndPlain(ReadOnlySpan<byte> number) => !number.IsEmpty && number[0] != 0 && (number[^1] & 1) != 0;

    private static int BitLength(ReadOnlySpan<byte> number) => 8 * number.Length - BitOperations.LeadingZeroCount((uint)number[0]) + 24;
}
