using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>The ARC chain of a message with at least one ARC field. Written by the digest stage, read-only after.</summary>
/// <param name="Structure">When not <see cref="ArcStructure.Complete"/> nothing needs to be hashed, and <paramref name="Sets"/> may be partial.</param>
/// <param name="Sets">In increasing order of instance; the last one is the highest instance found, whatever the structure.</param>
public sealed record ArcChainDigest(ArcStructure Structure, IReadOnlyList<ArcSetDigest> Sets);
