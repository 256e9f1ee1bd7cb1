namespace BulkVerify.Digests;

/// <summary>The digests of all signatures of one message.</summary>
/// <param name="Dkim">In header order, topmost first.</param>
/// <param name="Arc">Null without ARC fields.</param>
/// <param name="Reading">How quoted lines of an mbox were read.</param>
public sealed record SignatureDigests(IReadOnlyList<SignatureDigest> Dkim, ArcChainDigest? Arc, MboxReading Reading)
{
    /// <summary>XXH3 of the relaxed body: the same for every copy of a message, however it is stored. Not for security; 0 when not asked for.</summary>
    public ulong BodyFingerprint { get; init; }

    public static readonly SignatureDigests None = new([], null, MboxReading.NoQuoting);
}
