namespace BulkVerify.Forge.Planning;

/// <summary>From fields that do not name one author domain.</summary>
internal enum AuthorFault
{
    None,
    NoFrom,
    TwoFromFields,
    SeveralDomains,
    NoDomain,
    /// <summary>An address literal.</summary>
    InvalidDomain,
    /// <summary>More domains than a verifier judges.</summary>
    TooManyDomains,
}
