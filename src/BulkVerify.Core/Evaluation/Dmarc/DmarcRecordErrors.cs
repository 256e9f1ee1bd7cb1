namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What is wrong or obsolete in a record, or with the records at a name. None of it but the first four keeps the record from applying.</summary>
[Flags]
public enum DmarcRecordErrors : ushort
{
    None = 0,
    /// <summary>No p= (RFC 9989 §4.7, §4.10.1).</summary>
    MissingPolicy = 1 << 0,
    /// <summary>p= is none of none, quarantine, reject (RFC 9989 §4.10.1).</summary>
    InvalidPolicy = 1 << 1,
    /// <summary>sp= is none of none, quarantine, reject (RFC 9989 §4.10.1).</summary>
    InvalidSubdomainPolicy = 1 << 2,
    /// <summary>np= is none of none, quarantine, reject (RFC 9989 §4.10.1); RFC 7489 does not know the tag.</summary>
    InvalidNonexistentPolicy = 1 << 3,
    /// <summary>adkim= or aspf= is neither r nor s: relaxed is used (RFC 9989 §4.8).</summary>
    InvalidAlignment = 1 << 4,
    /// <summary>psd= is none of y, n, u: u is used (RFC 9989 §4.8).</summary>
    InvalidPublicSuffixFlag = 1 << 5,
    /// <summary>t= is neither y nor n: n is used (RFC 9989 §4.8).</summary>
    InvalidTesting = 1 << 6,
    /// <summary>fo= breaks its grammar: 0 is used (RFC 9989 §4.8).</summary>
    InvalidFailureOptions = 1 << 7,
    /// <summary>A URI of rua= or ruf= is none: it is left out (RFC 9989 §4.8).</summary>
    InvalidReportUri = 1 << 8,
    /// <summary>A piece that is no tag=value: it is left out (RFC 9989 §4.8).</summary>
    StrayText = 1 << 9,
    /// <summary>A tag stands twice: the first counts. RFC 9989 is silent; RFC 6376 §3.2 would void the list.</summary>
    RepeatedTag = 1 << 10,
    /// <summary>pct=, rf= or ri=: historic (RFC 9989 §9.3, Appendix C.5.2).</summary>
    LegacyTag = 1 << 11,
    /// <summary>A tag that is not registered: ignored (RFC 9989 §4.7).</summary>
    UnknownTag = 1 << 12,
    /// <summary>Several records at a name that was asked: all of them are discarded (RFC 9989 §4.10 step 2), or discovery ends (RFC 7489 §6.6.3 step 5).</summary>
    SeveralRecords = 1 << 13,
}
