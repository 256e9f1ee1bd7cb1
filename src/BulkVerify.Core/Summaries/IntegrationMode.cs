namespace BulkVerify.Summaries;

/// <summary>How a sender works for an author domain.</summary>
public enum IntegrationMode : byte
{
    /// <summary>Nothing was received that could tell.</summary>
    Unknown,
    /// <summary>The author's own servers.</summary>
    Direct,
    /// <summary>The vendor's servers send with the author's domain in From, and something of it is aligned.</summary>
    External,
    /// <summary>The vendor hands its mail to the author's servers, which send it out.</summary>
    Internal,
    /// <summary>The vendor's own domain in From.</summary>
    NotIntegrated,
    /// <summary>A vendor shown by more than a claim, the author's domain in From, and nothing aligned.</summary>
    BrokenAttempt,
    /// <summary>The author's domain in From, nothing aligned, and nobody known by more than a claim.</summary>
    SpoofOrUnknown,
}
