using BulkVerify.Evaluation.Arc;

namespace BulkVerify.Forge.Truths;

/// <summary>What ARC must give.</summary>
internal sealed record ArcTruth(AuthResult Result, ArcReason Reason)
{
    public static readonly ArcTruth NoSets = new(AuthResult.None, ArcReason.NoSets);
    public static readonly ArcTruth Verified = new(AuthResult.Pass, ArcReason.Verified);

    public static ArcTruth Fail(ArcReason reason) => new(AuthResult.Fail, reason);
}
