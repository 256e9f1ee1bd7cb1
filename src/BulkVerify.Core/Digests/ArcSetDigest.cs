using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>The two signatures of one ARC set. Written by the digest stage, read-only after.</summary>
/// <param name="Instance">i= of its fields, 1 to 50.</param>
/// <param name="MessageSignature">The ARC-Message-Signature; null only when the structure of the chain is not <see cref="ArcStructure.Complete"/>.</param>
/// <param name="Seal">The ARC-Seal; null only when the structure of the chain is not <see cref="ArcStructure.Complete"/>.</param>
public sealed record ArcSetDigest(int Instance, SignatureDigest? MessageSignature, SignatureDigest? Seal);
