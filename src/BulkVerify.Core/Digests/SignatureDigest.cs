using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>All that verifying one signature needs, without the message: its claim and two hashes. Written by the digest stage, read-only after but for
/// <see cref="KeyChecks"/>.</summary>
public sealed class SignatureDigest
{
    public required SignatureClaim Claim { get; init; }

    /// <summary>SHA-256 of the canonical signed headers and the signature field with an empty b= (RFC 6376 §3.7; for a seal RFC 8617 §5.1.1).
    /// Empty when the claim's syntax made hashing pointless. For rsa-sha1, SHA-1 (20 octets).</summary>
    public ReadOnlyMemory<byte> HeaderHash { get; internal set; }

    /// <summary>True when the canonical body hashes to bh=; always true for an ARC-Seal, which has no body hash.</summary>
    public bool BodyHashMatches { get; internal set; }

    /// <summary>The body hash that was computed, for explanations; empty when none was needed.</summary>
    public ReadOnlyMemory<byte> ComputedBodyHash { get; internal set; }

    /// <summary>Canonical octets of the body that l= leaves unsigned; 0 without l= or when it covers all.</summary>
    public long UnsignedBodyBytes { get; internal set; }

    /// <summary>What verification came to with the keys it tried, for digests that are kept; empty otherwise, and when no key was tried.</summary>
    public IReadOnlyList<KeyCheck> KeyChecks { get; internal set; } = [];
}
