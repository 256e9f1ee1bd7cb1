namespace BulkVerify.Claims;

/// <summary>The a= tag of a signature.</summary>
public enum SignatureAlgorithm : byte
{
    /// <summary>A word that no RFC registers.</summary>
    Unknown,
    /// <summary>RFC 6376 §3.3.2.</summary>
    RsaSha256,
    /// <summary>RFC 8463 §3.</summary>
    Ed25519Sha256,
    /// <summary>Recognized, and never valid (RFC 8301 §3.1).</summary>
    RsaSha1,
}
