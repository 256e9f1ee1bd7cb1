namespace BulkVerify.Forge.Worlds;

/// <summary>MAIL FROM domains for which SPF does not pass.</summary>
internal enum SpfFault
{
    None,
    /// <summary>-all.</summary>
    NotAuthorized,
    /// <summary>~all.</summary>
    NotAuthorizedSoft,
    /// <summary>?all.</summary>
    NotAuthorizedNeutral,
    /// <summary>No all at the end.</summary>
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
    /// <summary>The question for an included record fails.</summary>
    IncludeServFail,
    /// <summary>A TXT record that is none of SPF.</summary>
    NoRecord,
    /// <summary>A name that does not exist.</summary>
    NoDomain,
    /// <summary>A domain of one label.</summary>
    DomainMalformed,
}
