namespace BulkVerify.Forge.Signing;

/// <summary>What is wrong with a signature from the moment it is made, by its field or by its key record.</summary>
internal enum SignatureFault
{
    None,

    WrongKey,
    RevokedKey,
    MissingKey,
    KeySyntax,
    KeyHashNotAllowed,
    KeyTypeMismatch,
    KeyServiceNotEmail,
    IdentityNotExact,
    KeyTooLarge,
    KeyServFail,
    KeyTimeout,

    Expired,
    /// <summary>t= after the receipt: valid all the same.</summary>
    Future,
    /// <summary>l= with text appended behind it: valid, and a risk.</summary>
    AppendedText,
    LengthTooLong,

    NotATagList,
    RepeatedTag,
    MissingTag,
    BadVersion,
    UnknownAlgorithm,
    UnknownCanonicalization,
    BadBase64,
    BadDomain,
    IdentityOutsideDomain,
    BadSignedHeaders,
    BadNumber,
    UnknownQueryMethod,
}
