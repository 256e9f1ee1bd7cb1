namespace BulkVerify.Claims;

/// <summary>All signature fields of one message.</summary>
/// <param name="Dkim">DKIM-Signature fields, topmost first; those over the limit are there, marked <see cref="SignatureSyntax.OverLimit"/>, up to a second limit.</param>
/// <param name="ArcSets">ARC sets by increasing instance; null without any ARC field.</param>
public sealed record SignatureClaims(IReadOnlyList<SignatureClaim> Dkim, IReadOnlyList<ArcSetClaim>? ArcSets, ArcStructure ArcStructure)
{
    public static readonly SignatureClaims None = new([], null, ArcStructure.Complete);
}
