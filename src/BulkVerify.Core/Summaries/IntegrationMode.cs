namespace BulkVerify.Summaries;

/// <summary>How a sender works for an author domain.</summary>
public enum IntegrationMode : byte
{
    /// <summary>Nothing that could be judged tells: keys or records are not known, all mail came through lists, or none was received.</summary>
    CannotTell,
    /// <summary>The author's own servers.</summary>
    Direct,
    /// <summary>The vendor's servers send with the author's domain in From, and something of it is aligned.</summary>
    External,
    /// <summary>The vendor hands its mail to the author's servers, which send it out.</summary>
    Internal,
    /// <summary>The vendor's own domain in From.</summary>
    NotIntegrated,
    /// <summary>A vendor shown by what verifies, the author's domain in From, and nothing aligned.</summary>
    BrokenAttempt,
    /// <summary>The author's domain in From, judged and not aligned, and no vendor shown by what verifies.</summary>
    SpoofOrUnknown,
}
