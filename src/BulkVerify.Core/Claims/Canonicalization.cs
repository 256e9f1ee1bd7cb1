namespace BulkVerify.Claims;

/// <summary>RFC 6376 §3.4.</summary>
public enum Canonicalization : byte
{
    Simple,
    Relaxed,
}
