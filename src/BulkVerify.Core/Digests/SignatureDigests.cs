namespace BulkVerify.Digests;

/// <summary>The digests of all signatures of one message.</summary>
/// <param name="Dkim">In header order, topmost first.</param>
/// <param name="Arc">Null without ARC fields.</param>
/// <param name="Reading">How quoted lines of an mbox were read.</param>
public sealed record SignatureDigests(IReadOnlyList<SignatureDigest> Dkim, ArcChainDigest? Arc, MboxReading Reading)
{
    public static readonly SignatureDigests None = new([], null, MboxReading.NoQuoting);
}
