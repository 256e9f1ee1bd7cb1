namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Why a message got its DMARC result. A closed set; <see cref="DmarcReasons.ToResult"/> gives the result word of each.</summary>
public enum DmarcReason : byte
{
    /// <summary>SPF and DKIM both passed for an aligned domain (RFC 9989 §5.3.5).</summary>
    AlignedByBoth,
    /// <summary>An aligned DKIM signature passed (RFC 9989 §4.4.1).</summary>
    AlignedByDkim,
    /// <summary>SPF passed for an aligned MAIL FROM domain (RFC 9989 §4.4.2).</summary>
    AlignedBySpf,

    /// <summary>A record applies; neither SPF nor any DKIM signature passed (RFC 9989 §5.3.5).</summary>
    NothingAuthenticated,
    /// <summary>A record applies; what passed belongs to other domains (RFC 9989 §5.3.5).</summary>
    AuthenticatedForOtherDomain,

    /// <summary>No policy record for the author domain (RFC 9989 §4.10.1, §5.3.2).</summary>
    NoRecord,
    /// <summary>No policy record, but for a name with several, which count as none (RFC 9989 §4.10 step 2, RFC 7489 §6.6.3 step 5).</summary>
    SeveralRecords,
    /// <summary>The record has no valid policy and no valid rua=: no DMARC processing (RFC 9989 §4.10.1).</summary>
    RecordNotApplicable,
    /// <summary>The recorded DNS data does not hold a question that decides: nothing is known.</summary>
    NotRecorded,
    /// <summary>DNS was switched off: nothing is known.</summary>
    NotAsked,

    /// <summary>No From field (RFC 9989 §5.3.1).</summary>
    NoFromField,
    /// <summary>Several From fields (RFC 9989 §4.2, §11.5).</summary>
    SeveralFromFields,
    /// <summary>The From field holds no domain (RFC 9989 §5.3.1).</summary>
    NoAuthorDomain,
    /// <summary>A domain of the From field is no domain name (RFC 9989 §5.3.1).</summary>
    InvalidAuthorDomain,
    /// <summary>More author domains than are judged, so that no result would be complete (RFC 9989 §11.5).</summary>
    TooManyAuthorDomains,

    /// <summary>No answer in time to a question that decides (RFC 9989 §5.3.6).</summary>
    DnsTimeout,
    /// <summary>The servers failed on a question that decides (RFC 9989 §5.3.6).</summary>
    DnsServFail,
    /// <summary>A DKIM signature of an aligned domain met a temporary error, and nothing else passed aligned (RFC 9989 §5.3.6).</summary>
    DkimTempError,
    /// <summary>SPF met a temporary error for an aligned domain, and nothing else passed aligned (RFC 9989 §5.3.6).</summary>
    SpfTempError,
}
