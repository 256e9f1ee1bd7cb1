namespace BulkVerify.Evaluation.Dkim;

/// <summary>Why a DKIM signature got its result. A closed set; <see cref="DkimReasons.ToResult"/> gives the result word of each.</summary>
public enum DkimReason : byte
{
    /// <summary>There is no signature (RFC 8601 §2.7.1 "none"): of messages, never of a signature.</summary>
    NoSignature,
    /// <summary>Body hash and signature verify (RFC 6376 §6.1.3).</summary>
    Verified,
    /// <summary>The signature verifies and the body does not hash to bh= (RFC 6376 §6.1.3 step 2).</summary>
    BodyHashMismatch,
    /// <summary>The body hash matches and the signature does not verify: a signed header or the field itself was changed, or the key is another (RFC 6376 §6.1.3 step 3).</summary>
    SignatureMismatch,
    /// <summary>Neither the body hash nor the signature verifies.</summary>
    BodyAndSignatureMismatch,
    /// <summary>l= is larger than the canonical body, so that no hash can match (RFC 6376 §3.5).</summary>
    BodyShorterThanLength,

    /// <summary>NXDOMAIN or no TXT record at the key's name (RFC 6376 §6.1.2 step 3).</summary>
    KeyNotFound,
    /// <summary>The recorded DNS data does not hold the key's name: nothing is known of the signature.</summary>
    KeyNotRecorded,
    /// <summary>DNS was switched off: nothing is known of the signature.</summary>
    KeyNotAsked,
    /// <summary>The DNS has no key that verifies, and a key computed from other signatures of the same name does: the messages belong together, which is no proof of
    /// the signer and no pass.</summary>
    ConsistentWithRecoveredKey,
    /// <summary>The archive stores its messages rebuilt, so that no body hash in it can match: nothing is known of the signature.</summary>
    ArchiveRebuilt,
    /// <summary>No answer in time (RFC 6376 §6.1.2 step 2).</summary>
    DnsTimeout,
    /// <summary>The servers failed (RFC 6376 §6.1.2 step 2).</summary>
    DnsServFail,
    /// <summary>No record at the name is a well-formed key record (RFC 6376 §6.1.2 step 5).</summary>
    KeySyntax,
    /// <summary>h= of the key record does not list the hash of a= (RFC 6376 §6.1.2 step 6).</summary>
    KeyHashNotAllowed,
    /// <summary>p= of the key record is empty (RFC 6376 §6.1.2 step 7).</summary>
    KeyRevoked,
    /// <summary>k= of the key record does not suit a= (RFC 6376 §6.1.2 step 8).</summary>
    KeyTypeMismatch,
    /// <summary>s= of the key record lists neither email nor * (RFC 6376 §3.6.1).</summary>
    KeyServiceNotEmail,
    /// <summary>t=s in the key record, and i= is below d= (RFC 6376 §3.6.1).</summary>
    IdentityNotExact,
    /// <summary>RSA key of less than 1024 bits (RFC 8301 §3.2).</summary>
    KeyTooWeak,
    /// <summary>RSA key above <see cref="DkimPublicKey.MaxRsaBits"/> or <see cref="DkimPublicKey.MaxExponentBits"/>; RFC 8301 §3.2 demands 4096 bits.</summary>
    KeyTooLarge,

    /// <summary>a=rsa-sha1 (RFC 8301 §3.1).</summary>
    RsaSha1,
    /// <summary>Received after x= (RFC 6376 §3.5, §6.1.1).</summary>
    Expired,

    /// <summary><see cref="Claims.SignatureSyntax.NotATagList"/>.</summary>
    NotATagList,
    /// <summary><see cref="Claims.SignatureSyntax.RepeatedTag"/>.</summary>
    RepeatedTag,
    /// <summary><see cref="Claims.SignatureSyntax.MissingTag"/>.</summary>
    MissingTag,
    /// <summary><see cref="Claims.SignatureSyntax.BadVersion"/>.</summary>
    BadVersion,
    /// <summary><see cref="Claims.SignatureSyntax.UnknownAlgorithm"/>.</summary>
    UnknownAlgorithm,
    /// <summary><see cref="Claims.SignatureSyntax.UnknownCanonicalization"/>.</summary>
    UnknownCanonicalization,
    /// <summary><see cref="Claims.SignatureSyntax.BadBase64"/>.</summary>
    BadBase64,
    /// <summary><see cref="Claims.SignatureSyntax.BadDomain"/>.</summary>
    BadDomain,
    /// <summary><see cref="Claims.SignatureSyntax.IdentityOutsideDomain"/>.</summary>
    IdentityOutsideDomain,
    /// <summary><see cref="Claims.SignatureSyntax.BadSignedHeaders"/>.</summary>
    BadSignedHeaders,
    /// <summary><see cref="Claims.SignatureSyntax.BadNumber"/>.</summary>
    BadNumber,
    /// <summary><see cref="Claims.SignatureSyntax.UnknownQueryMethod"/>.</summary>
    UnknownQueryMethod,
    /// <summary><see cref="Claims.SignatureSyntax.BadArcTag"/>: only in fields of ARC.</summary>
    BadArcTag,
    /// <summary><see cref="Claims.SignatureSyntax.OverLimit"/>.</summary>
    OverLimit,
}
