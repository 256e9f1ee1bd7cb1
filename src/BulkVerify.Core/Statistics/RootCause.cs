namespace BulkVerify.Statistics;

/// <summary>Why a message fails: the one thing to mend first. A closed tree: From, then the signature that is to align, then what verifies instead, then SPF.</summary>
public enum RootCause : byte
{
    /// <summary>From names no single domain, so that nothing can align (RFC 9989 §5.3.1).</summary>
    NoAuthorDomain,

    /// <summary>A signature as the From domain, and the body was changed after signing (RFC 6376 §6.1.3).</summary>
    BodyChanged,
    /// <summary>The body is as signed, and a signed header field was changed or the key is another.</summary>
    HeaderChanged,
    /// <summary>Both were changed, or the signature belongs to another message.</summary>
    BodyAndHeaderChanged,
    /// <summary>No key at the selector.</summary>
    KeyMissing,
    /// <summary>The key is revoked (RFC 6376 §3.6.1).</summary>
    KeyRevoked,
    /// <summary>The key record is ill-formed or not for this signature.</summary>
    KeyUnusable,
    /// <summary>A key that counts for nothing (RFC 8301 §3.2).</summary>
    WeakKey,
    /// <summary>rsa-sha1 (RFC 8301 §3.1).</summary>
    Sha1,
    /// <summary>Expired at receipt (RFC 6376 §3.5).</summary>
    Expired,
    /// <summary>The signature itself is ill-formed.</summary>
    SignatureIllFormed,

    /// <summary>No signature as the From domain; SPF or DKIM passes for another domain.</summary>
    OtherDomain,
    /// <summary>No signature as the From domain; one of another domain does not verify, and neither does SPF.</summary>
    OtherDomainBroken,

    /// <summary>No signature, and SPF says no to the address.</summary>
    NotAuthorized,
    /// <summary>No signature, and the SPF record cannot be evaluated.</summary>
    SpfBroken,
    /// <summary>No signature, and no SPF record.</summary>
    NothingPublished,
}
