namespace BulkVerify.Claims;

/// <summary>What is wrong with a signature field by itself, before any key is asked for (RFC 6376 §6.1.1). The first fault found counts.</summary>
public enum SignatureSyntax : byte
{
    /// <summary>Nothing.</summary>
    Valid,
    /// <summary>Not a tag list: a piece without '=', an ill-formed name (RFC 6376 §3.2).</summary>
    NotATagList,
    /// <summary>A tag occurs twice (RFC 6376 §3.2).</summary>
    RepeatedTag,
    /// <summary>A required tag is missing: v a b bh d h s (RFC 6376 §3.5), i cv for ARC (RFC 8617 §4.1).</summary>
    MissingTag,
    /// <summary>v= is not 1 (RFC 6376 §6.1.1).</summary>
    BadVersion,
    /// <summary>a= is not a registered algorithm (RFC 6376 §3.3).</summary>
    UnknownAlgorithm,
    /// <summary>c= is not a registered pair (RFC 6376 §3.4).</summary>
    UnknownCanonicalization,
    /// <summary>b= or bh= is not base64, or bh= has the wrong length.</summary>
    BadBase64,
    /// <summary>d= or s= is not a domain name or selector.</summary>
    BadDomain,
    /// <summary>i= is not the domain of d= or below it (RFC 6376 §6.1.1).</summary>
    IdentityOutsideDomain,
    /// <summary>h= does not list From (RFC 6376 §5.4), or is ill-formed, or lists what ARC forbids (RFC 8617 §4.1.2).</summary>
    BadSignedHeaders,
    /// <summary>l=, t= or x= is no number of its range, or x= is not after t= (RFC 6376 §3.5).</summary>
    BadNumber,
    /// <summary>l= is larger than the canonical body (RFC 6376 §3.5): found while hashing.</summary>
    BodyShorterThanLength,
    /// <summary>q= lists no method that we know (only dns/txt exists).</summary>
    UnknownQueryMethod,
    /// <summary>ARC instance or cv= out of range (RFC 8617 §4.1.3, §4.2.1).</summary>
    BadArcTag,
    /// <summary>Over the limit on signatures of one message, names in h=, or hashed bytes; the signature was not evaluated.</summary>
    OverLimit,
}
