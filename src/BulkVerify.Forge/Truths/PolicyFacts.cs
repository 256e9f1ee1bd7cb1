namespace BulkVerify.Forge.Truths;

/// <summary>What policy discovery must find for an author domain under one rule set.</summary>
/// <param name="Policy">Published policy that applies: none, quarantine or reject; null when no record applies.</param>
/// <param name="Domain">Domain whose record applies.</param>
internal sealed record PolicyFacts(string? Policy, string? Domain)
{
    public static readonly PolicyFacts NoRecord = new(null, null);

    public bool TemporaryError { get; init; }

    /// <summary>Applied policy, where t=y lowers it (RFC 9989 §4.7).</summary>
    public string? EffectivePolicy { get; init; }

    public bool StrictDkim { get; init; }

    public bool StrictSpf { get; init; }
}
