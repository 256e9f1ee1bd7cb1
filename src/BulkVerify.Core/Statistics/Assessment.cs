namespace BulkVerify.Statistics;

/// <summary>How a message counts. Rates are <see cref="Pass"/> over <see cref="Pass"/> and <see cref="Fail"/>; every other member is kept apart with its count.</summary>
public enum Assessment : byte
{
    /// <summary>DMARC pass: one aligned identifier is authenticated.</summary>
    Pass,
    /// <summary>DMARC fail, or no usable author domain, and nothing below explains it.</summary>
    Fail,
    /// <summary>No DMARC policy applies to the author domain (RFC 9989 §4.10.1).</summary>
    NoRecord,
    /// <summary>A question that decides ended in SERVFAIL or a time-out.</summary>
    DnsError,
    /// <summary>A question that decides is not recorded, or the only signatures that would align lack their key.</summary>
    Unverifiable,
    /// <summary>DMARC fail that a mailing list, a forwarder or a passing ARC chain explains.</summary>
    Indirect,
    /// <summary>No trace of a receiver: sent copies, drafts, folder-internal data.</summary>
    NeverReceived,
}
