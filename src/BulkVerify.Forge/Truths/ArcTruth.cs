namespace BulkVerify.Forge.Truths;

/// <summary>What ARC must give.</summary>
/// <param name="Reason">Name of a member of the verifier's ArcReason.</param>
internal sealed record ArcTruth(AuthResult Result, string Reason)
{
    public static readonly ArcTruth NoSets = new(AuthResult.None, "NoSets");
    public static readonly ArcTruth Verified = new(AuthResult.Pass, "Verified");

    public static ArcTruth Fail(string reason) => new(AuthResult.Fail, reason);
}
