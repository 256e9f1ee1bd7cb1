namespace BulkVerify.Claims;

/// <summary>The fields of one ARC set as found; a missing one makes the chain's structure incomplete.</summary>
public sealed class ArcSetClaim
{
    /// <summary>i= of the set, 1 to 50.</summary>
    public required int Instance { get; init; }

    /// <summary>Index of the ARC-Authentication-Results field; -1 when missing.</summary>
    public int ResultsFieldIndex { get; internal set; } = -1;

    public SignatureClaim? MessageSignature { get; internal set; }

    public SignatureClaim? Seal { get; internal set; }
}
