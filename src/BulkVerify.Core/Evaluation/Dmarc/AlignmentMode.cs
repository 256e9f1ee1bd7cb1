namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Values of adkim= and aspf= (RFC 9989 §4.7).</summary>
public enum AlignmentMode : byte
{
    /// <summary>Same organizational domain.</summary>
    Relaxed,
    /// <summary>Same name.</summary>
    Strict,
}
