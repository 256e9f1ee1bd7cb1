using BulkVerify.Claims;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>What each <see cref="DkimReason"/> means: the one place that tells temporary from permanent, and fail from error.</summary>
public static class DkimReasons
{
    /// <summary>The result word of RFC 8601 §2.7.1: never softfail.</summary>
    public static AuthResult ToResult(this DkimReason reason) => reason switch
    {
        DkimReason.NoSignature => AuthResult.None,
        DkimReason.Verified => AuthResult.Pass,
        DkimReason.BodyHashMismatch or DkimReason.SignatureMismatch or DkimReason.BodyAndSignatureMismatch
            or DkimReason.BodyShorterThanLength => AuthResult.Fail,
        DkimReason.DnsTimeout or DkimReason.DnsServFail => AuthResult.TempError,
        // RFC 8601 §2.7.1: "not otherwise able to be processed". An absent record would be an error of the signer; this is only our ignorance.
        DkimReason.KeyNotRecorded or DkimReason.KeyNotAsked or DkimReason.ConsistentWithRecoveredKey
            or DkimReason.ArchiveRebuilt => AuthResult.Neutral,
        // Our own limits.
        DkimReason.KeyTooLarge or DkimReason.OverLimit => AuthResult.Policy,
        _ => AuthResult.PermError,
    };

    /// <summary>True when the domain's own word on the key is not to be had, now or later: the signature may be good or bad.</summary>
    public static bool IsKeyGone(this DkimReason reason) => reason
        is DkimReason.KeyNotFound or DkimReason.KeyNotRecorded or DkimReason.KeyNotAsked or DkimReason.KeyRevoked or DkimReason.ConsistentWithRecoveredKey;

    /// <summary>True when the stored message says nothing of the signature as it was made: its key is gone, or the archive rebuilt what it covers.</summary>
    public static bool IsUndecided(this DkimReason reason) => reason.IsKeyGone() || reason is DkimReason.ArchiveRebuilt;

    /// <summary>True when the key is not to be had, for good or for now: the signature may be good or bad.</summary>
    public static bool IsUnverifiable(this DkimReason reason) => reason.IsKeyGone() || reason is DkimReason.DnsTimeout or DkimReason.DnsServFail;

    /// <summary>The reason for a syntax fault; <see cref="DkimReason.Verified"/> for <see cref="SignatureSyntax.Valid"/>.</summary>
    public static DkimReason Of(SignatureSyntax syntax) => syntax switch
    {
        SignatureSyntax.Valid => DkimReason.Verified,
        SignatureSyntax.RepeatedTag => DkimReason.RepeatedTag,
        SignatureSyntax.MissingTag => DkimReason.MissingTag,
        SignatureSyntax.BadVersion => DkimReason.BadVersion,
        SignatureSyntax.UnknownAlgorithm => DkimReason.UnknownAlgorithm,
        SignatureSyntax.UnknownCanonicalization => DkimReason.UnknownCanonicalization,
        SignatureSyntax.BadBase64 => DkimReason.BadBase64,
        SignatureSyntax.BadDomain => DkimReason.BadDomain,
        SignatureSyntax.IdentityOutsideDomain => DkimReason.IdentityOutsideDomain,
        SignatureSyntax.BadSignedHeaders => DkimReason.BadSignedHeaders,
        SignatureSyntax.BadNumber => DkimReason.BadNumber,
        SignatureSyntax.BodyShorterThanLength => DkimReason.BodyShorterThanLength,
        SignatureSyntax.UnknownQueryMethod => DkimReason.UnknownQueryMethod,
        SignatureSyntax.BadArcTag => DkimReason.BadArcTag,
        SignatureSyntax.OverLimit => DkimReason.OverLimit,
        _ => DkimReason.NotATagList,
    };
}
