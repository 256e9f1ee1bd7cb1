namespace BulkVerify.Claims;

/// <summary>The tags that are read of DKIM-Signature (RFC 6376 §3.5) and of the ARC fields (RFC 8617 §4.1).</summary>
internal enum SignatureTag : byte
{
    /// <summary>v=</summary>
    Version,
    /// <summary>a=</summary>
    Algorithm,
    /// <summary>b=</summary>
    Signature,
    /// <summary>bh=</summary>
    BodyHash,
    /// <summary>c=</summary>
    Canonicalization,
    /// <summary>cv=</summary>
    ChainValidation,
    /// <summary>d=</summary>
    Domain,
    /// <summary>h=</summary>
    SignedHeaders,
    /// <summary>i=: the agent or user identifier in DKIM, the instance in ARC.</summary>
    Identity,
    /// <summary>l=</summary>
    BodyLength,
    /// <summary>q=</summary>
    QueryMethods,
    /// <summary>s=</summary>
    Selector,
    /// <summary>t=</summary>
    SignedAt,
    /// <summary>x=</summary>
    ExpiresAt,
    /// <summary>Any other; ignored (RFC 6376 §3.2).</summary>
    Other,
}
