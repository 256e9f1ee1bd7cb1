namespace BulkVerify.Claims;

/// <summary>All signature fields of one message. Filled by <see cref="SignatureClaimReader"/>, which clears it first; holds no reference to the message.</summary>
public sealed class SignatureClaims : IReusable
{
    private readonly ReusedList<SignatureClaim> _dkim = new();
    private readonly ReusedList<SignatureClaim> _arc = new();

    /// <summary>Without any signature.</summary>
    public SignatureClaims()
    {
    }

    /// <summary>Of claims that are this object's from now on.</summary>
    public SignatureClaims(IReadOnlyList<SignatureClaim> dkim, IReadOnlyList<ArcSetClaim>? arcSets, ArcStructure arcStructure)
    {
        foreach (SignatureClaim claim in dkim)
            _dkim.Add(claim);
        (ArcSets, ArcStructure) = (arcSets, arcStructure);
    }

    /// <summary>DKIM-Signature fields, topmost first; those over the limit are there, marked <see cref="SignatureSyntax.OverLimit"/>, up to a second limit.</summary>
    public ReusedList<SignatureClaim> Dkim => _dkim;

    /// <summary>ARC sets by increasing instance; null without any ARC field.</summary>
    public IReadOnlyList<ArcSetClaim>? ArcSets { get; private set; }

    public ArcStructure ArcStructure { get; private set; } = ArcStructure.Complete;

    public void Clear()
    {
        _dkim.Clear();
        _arc.Clear();
        SetArc(null, ArcStructure.Complete);
    }

    /// <summary>A claim for one of <see cref="ArcSets"/>, as new.</summary>
    internal SignatureClaim AddOfArc() => _arc.AddNew();

    internal void SetArc(IReadOnlyList<ArcSetClaim>? sets, ArcStructure structure) => (ArcSets, ArcStructure) = (sets, structure);
}
