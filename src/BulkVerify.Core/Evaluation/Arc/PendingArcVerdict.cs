using BulkVerify.Digests;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Evaluation.Arc;

/// <summary>A chain's verdict for which at most the public-key operations are missing.</summary>
public sealed class PendingArcVerdict
{
    internal PendingArcVerdict(ArcVerdict decided)
    {
        Decided = decided;
        Sets = [];
        MessageSignatures = Seals = [];
    }

    internal PendingArcVerdict(IReadOnlyList<ArcSetDigest> sets)
    {
        Sets = sets;
        MessageSignatures = new PendingDkimVerdict[sets.Count];
        Seals = new PendingDkimVerdict[sets.Count];
    }

    /// <summary>The verdict when its structure decides it; null when signatures do.</summary>
    internal ArcVerdict? Decided { get; }

    internal IReadOnlyList<ArcSetDigest> Sets { get; }

    internal PendingDkimVerdict[] MessageSignatures { get; }

    internal PendingDkimVerdict[] Seals { get; }
}
