using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Forge.Truths;

/// <summary>What policy discovery must find for an author domain under one rule set.</summary>
/// <param name="Policy">Published policy that applies: none, quarantine or reject; null when no record applies.</param>
/// <param name="Domain">Domain whose record applies.</param>
internal sealed record PolicyFacts(string? Policy, string? Domain)
{
    /// <summary>Why there is no policy, where there is none.</summary>
    public DmarcReason Absence { get; init; } = DmarcReason.NoRecord;

    /// <summary>Applied policy, where t=y lowers it (RFC 9989 §4.7).</summary>
    public string? EffectivePolicy { get; init; }

    public bool StrictDkim { get; init; }

    public bool StrictSpf { get; init; }

    public static PolicyFacts Without(DmarcReason absence) => new(null, null) { Absence = absence };
}
