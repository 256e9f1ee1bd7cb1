namespace BulkVerify.Evaluation.Dkim;

/// <summary>Facts beside a verdict. None of them changes the result.</summary>
[Flags]
public enum DkimVerdictFlags : byte
{
    None = 0,
    /// <summary>t=y in the key record: the signer is testing (RFC 6376 §3.6.1).</summary>
    Testing = 1,
    /// <summary>l= leaves part of the body unsigned (RFC 6376 §8.2).</summary>
    UnsignedContent = 2,
    /// <summary>x= has passed by <see cref="DkimVerifierOptions.NowUnixSeconds"/>; receipt was before it.</summary>
    ExpiredNow = 4,
    /// <summary>t= is after the receipt. RFC 6376 §3.5 lets verifiers ignore such signatures; we do not, as clocks and receipt times of archives are rough.</summary>
    SignedInFuture = 8,
    /// <summary>From or Subject occurs more often than h= covers (RFC 6376 §8.15).</summary>
    DuplicatesUnsigned = 16,
}
