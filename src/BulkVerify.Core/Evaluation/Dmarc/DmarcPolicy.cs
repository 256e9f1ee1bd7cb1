namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Domain Owner Assessment Policy, mildest first: the order is that of strictness (RFC 9989 §4.7 "p").</summary>
public enum DmarcPolicy : byte
{
    /// <summary>No preference.</summary>
    None,
    /// <summary>Failing mail is suspicious.</summary>
    Quarantine,
    /// <summary>Failing mail is not valid use of the domain.</summary>
    Reject,
}
