namespace BulkVerify.Claims;

/// <summary>Which field a signature stands in.</summary>
public enum SignatureKind : byte
{
    /// <summary>DKIM-Signature (RFC 6376 §3.5).</summary>
    Dkim,
    /// <summary>ARC-Message-Signature (RFC 8617 §4.1.2).</summary>
    ArcMessage,
    /// <summary>ARC-Seal (RFC 8617 §4.1.3).</summary>
    ArcSeal,
}
