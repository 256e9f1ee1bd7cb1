namespace BulkVerify.Forge.Planning;

/// <summary>From fields that do not name one author domain.</summary>
internal enum AuthorFault
{
    None,
    NoFrom,
    TwoFromFields,
    SeveralDomains,
    NoDomain,
}
