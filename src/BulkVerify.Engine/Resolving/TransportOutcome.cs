namespace BulkVerify.Engine.Resolving;

/// <summary>How one query to one server ended.</summary>
public enum TransportOutcome : byte
{
    /// <summary>With a final answer: records, NODATA or NXDOMAIN.</summary>
    Answered,
    /// <summary>With SERVFAIL, a lame referral or a CNAME loop.</summary>
    ServerFailed,
    /// <summary>With REFUSED, NOTIMP or another code that another server may not give.</summary>
    Refused,
    /// <summary>With FORMERR, which servers give that do not know EDNS (RFC 6891 §7).</summary>
    FormatError,
    /// <summary>Without any reply in time.</summary>
    TimedOut,
    /// <summary>With something that is no reply to it: another id or question, unreadable octets, a TCP connection that broke off.</summary>
    Broken,
    /// <summary>It could not be sent: the name is none that the client can spell.</summary>
    Unaskable,
}
