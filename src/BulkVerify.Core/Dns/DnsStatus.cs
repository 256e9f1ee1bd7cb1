namespace BulkVerify.Dns;

/// <summary>How a question ended. The members above <see cref="ServFail"/> are final, those from it on are not answers about the name.</summary>
public enum DnsStatus : byte
{
    /// <summary>At least one record of the type asked for (CNAMEs followed).</summary>
    Success,
    /// <summary>The name exists and has no record of this type (RFC 2308 §2.2).</summary>
    NoData,
    /// <summary>The name does not exist, nor anything below it (RFC 8020).</summary>
    NxDomain,
    /// <summary>The servers failed (SERVFAIL, REFUSED, lame, CNAME loop): a temporary error.</summary>
    ServFail,
    /// <summary>No answer in time: a temporary error.</summary>
    Timeout,
    /// <summary>A recorded snapshot does not hold this question: nothing is known, which is neither absence nor an error.</summary>
    NotRecorded,
    /// <summary>DNS was switched off for this run.</summary>
    NotAsked,
}
