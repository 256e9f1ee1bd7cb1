namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Whether an identifier is aligned with the author domain, whatever its result (RFC 9989 §4.10.2).</summary>
public enum IdentifierAlignment : byte
{
    /// <summary>Another organization's, or another name in strict mode.</summary>
    NotAligned,
    Aligned,
    /// <summary>A query of a walk had no answer, or no walk was made because no policy applies.</summary>
    Unknown,
}
