namespace BulkVerify.Forge.Worlds;

/// <summary>MAIL FROM domains for which SPF does not pass.</summary>
internal enum SpfFault
{
    None,
    NotAuthorized,
    NotAuthorizedSoft,
    NotAuthorizedNeutral,
    NoMatch,
    UnknownMechanism,
    BadNetwork,
    BadMacro,
    TooManyLookups,
    TooManyVoidLookups,
    TooManyMxHosts,
    SeveralRecords,
    IncludeOfNone,
    RedirectToNone,
    ServFail,
    Timeout,
    IncludeServFail,
    NoRecord,
    NoDomain,
    /// <summary>A domain of one label.</summary>
    DomainMalformed,
}
