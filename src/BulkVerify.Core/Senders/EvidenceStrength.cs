namespace BulkVerify.Senders;

/// <summary>How far the evidence for a sender can be trusted; higher is stronger.</summary>
public enum EvidenceStrength : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Only what anyone can write: header fields, HELO, signatures that do not verify.</summary>
    Claimed,

    /// <summary>A name that the network or the customer's own records show and that could be somebody else's: reverse name, selector, name of the bounce domain.</summary>
    Weak,

    /// <summary>SPF passes by a term or for a domain of the sender.</summary>
    Strong,

    /// <summary>A signature of the sender's key verifies.</summary>
    Certain,
}
