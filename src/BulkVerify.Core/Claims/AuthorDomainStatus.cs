namespace BulkVerify.Claims;

/// <summary>Whether the From field tells one author domain, and if not why (RFC 9989 §5.3.1). A closed set.</summary>
public enum AuthorDomainStatus : byte
{
    /// <summary>There is no From field.</summary>
    NoFromField,
    /// <summary>Exactly one domain, in one mailbox or several.</summary>
    Valid,
    /// <summary>More than one From field (RFC 5322 §3.6 allows one; RFC 9989 §11.5).</summary>
    SeveralFromFields,
    /// <summary>No mailbox with a domain: empty, a display name alone, an empty group.</summary>
    NoDomain,
    /// <summary>A mailbox whose domain is none: a domain literal, a quoted string, octets that no host name has, two '@'.</summary>
    InvalidDomain,
    /// <summary>Several domains, at most <see cref="AuthorDomain.MaxDomains"/> (RFC 9989 §11.5).</summary>
    SeveralDomains,
    /// <summary>More than <see cref="AuthorDomain.MaxDomains"/>: the domains are not all there (RFC 9989 §11.5).</summary>
    TooManyDomains,
}
