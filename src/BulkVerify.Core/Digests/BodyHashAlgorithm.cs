namespace BulkVerify.Digests;

/// <summary>What a body is hashed with.</summary>
internal enum BodyHashAlgorithm : byte
{
    Sha256,
    /// <summary>For rsa-sha1 signatures, which only a policy of the past can let pass.</summary>
    Sha1,
    /// <summary>For the fingerprint of the body: cheap, and not for security.</summary>
    XxHash3,
}
