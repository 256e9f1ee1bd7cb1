using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Forge.Truths;

/// <summary>What DMARC must give under one rule set. Policy is null when none applies.</summary>
internal sealed record DmarcTruth(AuthResult Result, DmarcReason Reason, string? Policy, string? EffectivePolicy, bool SpfAligned, bool DkimAligned)
{
    /// <summary>A From field that names no author domain, or of which there are several (RFC 9989 §4.2).</summary>
    public static DmarcTruth NoAuthor(DmarcReason reason) => new(AuthResult.PermError, reason, null, null, false, false);

    /// <summary>A domain without a record.</summary>
    public static readonly DmarcTruth NoRecord = new(AuthResult.None, DmarcReason.NoRecord, null, null, false, false);
}
