namespace BulkVerify.Evaluation.Dkim.Recovery;

/// <summary>Public exponents that keys are searched with. The small ones cost nothing to try.</summary>
public enum RsaExponent
{
    /// <summary>e = 3.</summary>
    Three = 3,
    /// <summary>e = 65537, which nearly all keys have.</summary>
    Usual = 65537,
}
