namespace BulkVerify.Forge.Signing;

/// <summary>What is wrong with a signature from the moment it is made, by its field or by its key record.</summary>
internal enum SignatureFault
{
    None,

    /// <summary>The record shows another key than the one that signed.</summary>
    WrongKey,
    RevokedKey,
    MissingKey,
    KeySyntax,
    /// <summary>h= of the record lacks the hash.</summary>
    KeyHashNotAllowed,
    KeyTypeMismatch,
    KeyServiceNotEmail,
    /// <summary>t=s in the record, and i= below d=.</summary>
    IdentityNotExact,
    KeyTooLarge,
    KeyServFail,
    KeyTimeout,

    /// <summary>x= before the receipt.</summary>
    Expired,
    /// <summary>t= after the receipt: valid all the same.</summary>
    Future,
    /// <summary>l= with text appended behind it: valid, and a risk.</summary>
    AppendedText,
    /// <summary>l= of more than the body has.</summary>
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
    /// <summary>h= without From.</summary>
    BadSignedHeaders,
    BadNumber,
    UnknownQueryMethod,
}
