namespace BulkVerify.Engine;

/// <summary>Under which DMARC rules a run judges.</summary>
public enum DmarcRuleChoice : byte
{
    /// <summary>DNS tree walk (RFC 9989 §4.10).</summary>
    Rfc9989,
    /// <summary>Public suffix list (RFC 7489 §3.2).</summary>
    Rfc7489,
    /// <summary>Verdicts of RFC 9989, and beside them those of RFC 7489.</summary>
    Both,
}
