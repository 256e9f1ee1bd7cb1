namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The rules that find a policy and an organizational domain.</summary>
public enum DmarcRules : byte
{
    /// <summary>DNS tree walk, psd=, np=, t= (RFC 9989 §4.10).</summary>
    Rfc9989,
    /// <summary>Public suffix list; psd=, np= and t= are unknown tags (RFC 7489 §3.2, §6.6.3).</summary>
    Rfc7489,
}
