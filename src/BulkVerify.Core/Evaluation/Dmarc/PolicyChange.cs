namespace BulkVerify.Evaluation.Dmarc;

/// <summary>A change of every DMARC policy record, as if its owner had published it.</summary>
/// <param name="Strict">adkim=s and aspf=s.</param>
/// <param name="Policy">p= for all names below too (no sp=, np=, t= or pct=), also where no record is published; null to leave policies alone.</param>
public sealed record PolicyChange(bool Strict, DmarcPolicy? Policy)
{
    public static readonly PolicyChange None = new(false, null);

    public bool IsNone => !Strict && Policy is null;
}
