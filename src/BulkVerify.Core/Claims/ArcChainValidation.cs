namespace BulkVerify.Claims;

/// <summary>cv= of an ARC-Seal (RFC 8617 §4.1.3).</summary>
public enum ArcChainValidation : byte
{
    Absent,
    None,
    Pass,
    Fail,
}
