namespace BulkVerify.Evaluation.Dmarc;

/// <summary>Values of psd= (RFC 9989 §4.7).</summary>
public enum PublicSuffixFlag : byte
{
    /// <summary>psd=u, or no psd=: the walk decides.</summary>
    Unknown,
    /// <summary>psd=y: a public suffix domain.</summary>
    PublicSuffix,
    /// <summary>psd=n: the organizational domain of itself and of what is below.</summary>
    Organizational,
}
