namespace BulkVerify.Digests;

/// <summary>Bounds on the work that one message may cause.</summary>
public sealed record DigestOptions
{
    /// <summary>Canonical header octets hashed for one signature; beyond, the signature is over the limit.</summary>
    public int MaxHeaderBytes { get; init; } = 1 << 20;

    /// <summary>Distinct ways of hashing one body for signatures; those that need one more are over the limit.</summary>
    public int MaxBodyHashes { get; init; } = 8;

    /// <summary>True to hash for rsa-sha1 signatures too, which only a policy of the past can let pass.</summary>
    public bool HashRsaSha1 { get; init; }

    /// <summary>True to make <see cref="SignatureDigests.BodyFingerprint"/>, which costs a relaxed body where no signature asks for one.</summary>
    public bool FingerprintBodies { get; init; } = true;
}
