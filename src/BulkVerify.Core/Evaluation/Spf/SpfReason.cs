namespace BulkVerify.Evaluation.Spf;

/// <summary>Why an SPF check gave its result. A closed set.</summary>
public enum SpfReason : byte
{
    /// <summary>The address of the client is not known: nothing was checked. Result none.</summary>
    NoClientAddress,
    /// <summary>The identity has no domain that could be looked up: malformed, a single label, an address literal (RFC 7208 §4.3). Result none.</summary>
    DomainMalformed,
    /// <summary>The domain does not exist or publishes no SPF record (RFC 7208 §4.5). Result none.</summary>
    NoRecord,
    /// <summary>More than one SPF record (RFC 7208 §4.5). Result permerror.</summary>
    SeveralRecords,
    /// <summary>A term of the record, or of one it refers to, is ill-formed (RFC 7208 §4.6). Result permerror.</summary>
    SyntaxError,
    /// <summary>More than 10 terms that cause look-ups (RFC 7208 §4.6.4). Result permerror.</summary>
    TooManyLookups,
    /// <summary>More than 2 terms whose look-ups find nothing (RFC 7208 §4.6.4). Result permerror.</summary>
    TooManyVoidLookups,
    /// <summary>An mx with more than 10 hosts (RFC 7208 §4.6.4). Result permerror.</summary>
    TooManyMxHosts,
    /// <summary>An include of a domain without SPF record (RFC 7208 §5.2). Result permerror.</summary>
    IncludeOfNone,
    /// <summary>A redirect to a domain without SPF record (RFC 7208 §6.1). Result permerror.</summary>
    RedirectToNone,
    /// <summary>A question was not answered in time (RFC 7208 §4.4). Result temperror.</summary>
    DnsTimeout,
    /// <summary>The servers failed (RFC 7208 §4.4). Result temperror.</summary>
    DnsServFail,
    /// <summary>The recorded DNS data does not hold a question: nothing is known. Result none.</summary>
    NotRecorded,
    /// <summary>DNS was switched off: nothing is known. Result none.</summary>
    NotAsked,
    /// <summary>"all" matched (RFC 7208 §5.1).</summary>
    MatchedAll,
    /// <summary>"a" matched (RFC 7208 §5.3).</summary>
    MatchedA,
    /// <summary>"mx" matched (RFC 7208 §5.4).</summary>
    MatchedMx,
    /// <summary>"ptr" matched (RFC 7208 §5.5).</summary>
    MatchedPtr,
    /// <summary>"ip4" matched (RFC 7208 §5.6).</summary>
    MatchedIp4,
    /// <summary>"ip6" matched (RFC 7208 §5.6).</summary>
    MatchedIp6,
    /// <summary>"exists" matched (RFC 7208 §5.7).</summary>
    MatchedExists,
    /// <summary>"include" matched (RFC 7208 §5.2).</summary>
    MatchedInclude,
    /// <summary>Nothing matched and there is no redirect: neutral (RFC 7208 §4.7).</summary>
    NoMatch,
    /// <summary>No source tells a MAIL FROM with a domain: nothing was checked. Result none.</summary>
    MailFromUnknown,
}
