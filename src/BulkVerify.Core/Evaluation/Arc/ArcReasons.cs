using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation.Arc;

/// <summary>What each <see cref="ArcReason"/> means.</summary>
public static class ArcReasons
{
    /// <summary>none, pass or fail (RFC 8617 §4.4): all failures are permanent, those of the DNS included (§5.2.1).</summary>
    public static AuthResult ToResult(this ArcReason reason) => reason switch
    {
        ArcReason.NoSets => AuthResult.None,
        ArcReason.Verified => AuthResult.Pass,
        _ => AuthResult.Fail,
    };

    /// <summary>True when nothing is certainly broken, but not all of the chain could be verified.</summary>
    public static bool IsUnverifiable(this ArcReason reason) => reason
        is ArcReason.KeyGone or ArcReason.KeyNotRecorded or ArcReason.KeyNotAsked or ArcReason.DnsError or ArcReason.OverLimit;

    /// <summary>The reason that one signature of the chain gives for the whole.</summary>
    internal static ArcReason Of(DkimVerdict verdict, bool isSeal) => verdict.Reason switch
    {
        DkimReason.Verified => ArcReason.Verified,
        DkimReason.KeyNotFound or DkimReason.KeyRevoked or DkimReason.ConsistentWithRecoveredKey => ArcReason.KeyGone,
        DkimReason.KeyNotRecorded => ArcReason.KeyNotRecorded,
        DkimReason.KeyNotAsked => ArcReason.KeyNotAsked,
        DkimReason.DnsTimeout or DkimReason.DnsServFail => ArcReason.DnsError,
        DkimReason.OverLimit => ArcReason.OverLimit,
        _ when verdict.Result == AuthResult.Fail => isSeal ? ArcReason.SealMismatch : ArcReason.MessageSignatureMismatch,
        _ => isSeal ? ArcReason.SealInvalid : ArcReason.MessageSignatureInvalid,
    };
}
