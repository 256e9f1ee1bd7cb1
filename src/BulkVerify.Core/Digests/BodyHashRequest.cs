using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>One distinct way in which the body of a message is hashed. Reused from message to message.</summary>
internal sealed class BodyHashRequest
{
    private readonly byte[] _hash = new byte[SignatureDigest.MaxHashLength];
    private int _length;

    public Canonicalization Canonicalization { get; private set; }

    public BodyHashAlgorithm Algorithm { get; private set; }

    /// <summary>l= in canonical octets; null for the whole body.</summary>
    public long? Length { get; private set; }

    /// <summary>The hash, once the body went through: 32 octets for SHA-256, 20 for SHA-1, 8 for XXH3. Until the next <see cref="Set"/>.</summary>
    public ReadOnlySpan<byte> Hash => _hash.AsSpan(0, _length);

    /// <summary>Octets of the whole canonical body.</summary>
    public long CanonicalLength { get; private set; }

    public void Set(Canonicalization way, BodyHashAlgorithm algorithm, long? length)
    {
        Canonicalization = way;
        Algorithm = algorithm;
        Length = length;
        _length = 0;
        CanonicalLength = 0;
    }

    public void Complete(ReadOnlySpan<byte> hash, long canonicalLength)
    {
        hash.CopyTo(_hash);
        _length = hash.Length;
        CanonicalLength = canonicalLength;
    }
}
