using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>All that verifying one signature needs, without the message: its claim and two hashes. Written by the digest stage, read-only after but for
/// <see cref="KeyChecks"/>.</summary>
public sealed class SignatureDigest : IReusable
{
    /// <summary>Octets of SHA-256, the longer one of the two hashes.</summary>
    internal const int MaxHashLength = 32;

    private static readonly SignatureClaim NoClaim = new();

    private readonly OctetBuffer _headerHash = new(MaxHashLength);
    private readonly OctetBuffer _bodyHash = new(MaxHashLength);

    /// <summary>Set before anything else; not this object's own.</summary>
    public SignatureClaim Claim { get; internal set; } = NoClaim;

    /// <summary>SHA-256 of the canonical signed headers and the signature field with an empty b= (RFC 6376 §3.7; for a seal RFC 8617 §5.1.1).
    /// Empty when the claim's syntax made hashing pointless. For rsa-sha1, SHA-1 (20 octets).</summary>
    public ReadOnlyMemory<byte> HeaderHash
    {
        get => _headerHash.Written;
        internal set => SetHeaderHash(value.Span);
    }

    /// <summary>True when the canonical body hashes to bh=; always true for an ARC-Seal, which has no body hash.</summary>
    public bool BodyHashMatches { get; internal set; }

    /// <summary>The body hash that was computed, for explanations; empty when none was needed.</summary>
    public ReadOnlyMemory<byte> ComputedBodyHash
    {
        get => _bodyHash.Written;
        internal set => SetBodyHash(value.Span);
    }

    /// <summary>Canonical octets of the body that l= leaves unsigned; 0 without l= or when it covers all.</summary>
    public long UnsignedBodyBytes { get; internal set; }

    /// <summary>What verification came to with the keys it tried, for digests that are kept; empty otherwise, and when no key was tried.</summary>
    public IReadOnlyList<KeyCheck> KeyChecks { get; internal set; } = [];

    internal void SetHeaderHash(ReadOnlySpan<byte> hash) => _headerHash.Set(hash);

    internal void SetBodyHash(ReadOnlySpan<byte> hash) => _bodyHash.Set(hash);

    public void Clear()
    {
        Claim = NoClaim;
        _headerHash.Clear();
        _bodyHash.Clear();
        BodyHashMatches = false;
        UnsignedBodyBytes = 0;
        KeyChecks = [];
    }
}
