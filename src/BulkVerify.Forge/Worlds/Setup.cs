namespace BulkVerify.Forge.Worlds;

/// <summary>How a vendor sends for a company.</summary>
internal enum Setup
{
    /// <summary>Own servers.</summary>
    Direct,
    /// <summary>External: key in the company's domain, envelope in a sub-domain that is the vendor's.</summary>
    Delegated,
    /// <summary>External: key in the company's domain, envelope the vendor's own: SPF does not align.</summary>
    OwnKey,
    /// <summary>External: the company's SPF record includes the vendor, signed as the vendor: DKIM does not align.</summary>
    SpfOnly,
    /// <summary>External: key in the company's domain, and its SPF record includes the vendor.</summary>
    Full,
    /// <summary>Internal: the vendor hands its mail to the company's servers.</summary>
    Relay,
    /// <summary>The vendor's domain in From, the company in Reply-To.</summary>
    NotIntegrated,
    /// <summary>The company in From, all else the vendor's.</summary>
    Broken,
    /// <summary>The company in From, sent by nobody it knows.</summary>
    Spoof,
    /// <summary>The vendor's domain in From, the company in its display name only.</summary>
    NamedOnly,
    /// <summary>The company's servers take mail of nobody it knows, for mailboxes of others.</summary>
    OpenRelay,
}
