namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Whose record applies to the author domain, in the order of preference (RFC 9989 §4.10.1).</summary>
public enum DmarcPolicySource : byte
{
    /// <summary>The author domain's own: its p= applies.</summary>
    Author,
    /// <summary>That of the organizational domain: sp= or np= apply before p=.</summary>
    Organizational,
    /// <summary>That of the public suffix domain above the organizational domain: sp= or np= apply before p=.</summary>
    PublicSuffix,
}
