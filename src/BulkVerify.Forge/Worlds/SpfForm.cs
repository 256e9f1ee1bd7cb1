namespace BulkVerify.Forge.Worlds;

/// <summary>Ways to authorize a vendor's hosts for an envelope domain.</summary>
internal enum SpfForm
{
    /// <summary>CNAME to a name of the vendor.</summary>
    Alias,
    Include,
    Redirect,
    A,
    Mx,
    /// <summary>exists: with the reversed address.</summary>
    Exists,
    Ptr,
    /// <summary>exists: with the local part.</summary>
    LocalPart,
    /// <summary>include: of a name made of address, HELO and domain, as hosted SPF services do.</summary>
    Hosted,
    /// <summary>Three includes inside each other.</summary>
    Nested,
}
