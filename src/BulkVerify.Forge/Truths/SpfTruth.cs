using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Forge.Truths;

/// <summary>What SPF must give for one client and one identity.</summary>
internal sealed record SpfTruth(AuthResult Result, SpfReason Reason)
{
    public static readonly SpfTruth NoClientAddress = new(AuthResult.None, SpfReason.NoClientAddress);
    public static readonly SpfTruth NoRecord = new(AuthResult.None, SpfReason.NoRecord);

    public static readonly SpfTruth Fail = new(AuthResult.Fail, SpfReason.MatchedAll);
    public static readonly SpfTruth SoftFail = new(AuthResult.SoftFail, SpfReason.MatchedAll);
    public static readonly SpfTruth Neutral = new(AuthResult.Neutral, SpfReason.MatchedAll);

    public static SpfTruth Pass(SpfReason reason) => new(AuthResult.Pass, reason);
}
