using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>One distinct way in which the body of a message is hashed. Reused from message to message.</summary>
internal sealed class BodyHashRequest
{
    public Canonicalization Canonicalization { get; private set; }

    public BodyHashAlgorithm Algorithm { get; private set; }

    /// <summary>l= in canonical octets; null for the whole body.</summary>
    public long? Length { get; private set; }

    /// <summary>The hash, once the body went through: 32 octets for SHA-256, 20 for SHA-1, 8 for XXH3.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>Octets of the whole canonical body.</summary>
    public long CanonicalLength { get; private set; }

    public void Set(Canonicalization way, BodyHashAlgorithm algorithm, long? length)
    {
        Canonicalization = way;
        Algorithm = algorithm;
        Length = length;
        Hash = [];
        CanonicalLength = 0;
    }

    public void Complete(byte[] hash, long canonicalLength)
    {
        Hash = hash;
        CanonicalLength = canonicalLength;
    }
}
