namespace BulkVerify.Forge.Truths;

/// <summary>What SPF must give for one client and one identity.</summary>
/// <param name="Reason">Name of a member of the verifier's SpfReason.</param>
internal sealed record SpfTruth(AuthResult Result, string Reason)
{
    public static readonly SpfTruth NoClientAddress = new(AuthResult.None, "NoClientAddress");
    public static readonly SpfTruth NoRecord = new(AuthResult.None, "NoRecord");

    public static SpfTruth Pass(string reason) => new(AuthResult.Pass, reason);
}
