namespace BulkVerify.Forge.Truths;

/// <summary>What DMARC must give under one rule set. Policy is null when none applies.</summary>
internal sealed record DmarcTruth(AuthResult Result, string? Policy, string? EffectivePolicy, bool SpfAligned, bool DkimAligned)
{
    /// <summary>A From field that names no author domain (RFC 9989 §4.2).</summary>
    public static readonly DmarcTruth NoAuthor = new(AuthResult.PermError, null, null, false, false);
}
