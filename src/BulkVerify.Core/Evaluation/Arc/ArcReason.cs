namespace BulkVerify.Evaluation.Arc;

/// <summary>Why an ARC chain got its result (RFC 8617 §5.2). A closed set. "Broken" is certain; "unverifiable" means that nothing is certainly broken,
/// but a key or an answer is missing, which RFC 8617 §5.2.1 counts as a failure too.</summary>
public enum ArcReason : byte
{
    /// <summary>The message has no ARC set (§5.2 step 1): result none.</summary>
    NoSets,
    /// <summary>The newest message signature and all seals verify (§5.2 step 7): result pass.</summary>
    Verified,
    /// <summary>More than 50 sets (§5.2 step 1).</summary>
    TooManySets,
    /// <summary>The newest seal says cv=fail (§5.2 step 2): an earlier handler found the chain broken.</summary>
    SealedAsFailed,
    /// <summary>A set lacks one of its three fields, or instances are missing (§5.2 step 3 A and B).</summary>
    IncompleteSet,
    /// <summary>A set has a field twice (§5.2 step 3 A and B).</summary>
    RepeatedField,
    /// <summary>i= of a field is missing, no number, or not 1 to 50 (§4.2.1).</summary>
    BadInstance,
    /// <summary>cv= is not none in the first seal, or not pass in a later one (§5.2 step 3 C).</summary>
    BadChainValidation,
    /// <summary>The newest message signature is ill-formed or not acceptable (§4.1.2, §5.2 step 4).</summary>
    MessageSignatureInvalid,
    /// <summary>The body or the headers changed after the newest message signature (§5.2 step 4).</summary>
    MessageSignatureMismatch,
    /// <summary>A seal is ill-formed or not acceptable (§4.1.3, §5.2 step 6).</summary>
    SealInvalid,
    /// <summary>A seal does not verify: an ARC field was changed (§5.2 step 6).</summary>
    SealMismatch,
    /// <summary>Unverifiable: a key is absent from the DNS or revoked.</summary>
    KeyGone,
    /// <summary>Unverifiable: the recorded DNS data does not hold a key.</summary>
    KeyNotRecorded,
    /// <summary>Unverifiable: DNS was switched off.</summary>
    KeyNotAsked,
    /// <summary>Unverifiable: a question for a key met a temporary error.</summary>
    DnsError,
    /// <summary>Unverifiable: over the limit on signatures or hashed bytes of one message; a signature was not evaluated.</summary>
    OverLimit,
}
