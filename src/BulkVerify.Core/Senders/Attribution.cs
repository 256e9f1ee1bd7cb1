namespace BulkVerify.Senders;

/// <summary>Who sent a message, as far as its evidence tells. Compares by content.</summary>
/// <param name="Sender">The key that messages of one sender share; what it is says <paramref name="Kind"/>.</param>
/// <param name="Strength">That of the best evidence for <paramref name="Sender"/>.</param>
/// <param name="Evidence">Plain texts such as "passing d=sendgrid.net" or "X-SG-EID header", best first, at most <see cref="SenderAttributor.MaxEvidence"/>;
/// contradictions follow as "claims acme: X-Acme-Id header". Parts of them come from mail.</param>
public sealed record Attribution(string Sender, SenderKind Kind, EvidenceStrength Strength, IReadOnlyList<string> Evidence)
{
    private string? _evidenceText;

    /// <summary>The texts of <see cref="Evidence"/>, "; " between.</summary>
    public string EvidenceText => _evidenceText ??= string.Join("; ", Evidence);

    /// <summary>Id of the platform that carries the mail of the vendor <see cref="Sender"/>, when the message shows it too; null otherwise.</summary>
    public string? Platform { get; init; }

    /// <summary>Id of the vendor that the message only claims; null when it claims none beside <see cref="Sender"/> and <see cref="Platform"/>.</summary>
    public string? ClaimedVendor { get; init; }

    /// <summary>Id of the vendor that verified evidence shows next to <see cref="Sender"/> and <see cref="Platform"/>; null without one.</summary>
    public string? RunnerUp { get; init; }

    /// <summary>Octets in memory, about, with the text of the evidence once it is asked for.</summary>
    internal int Cost() => 80 + MemoryCost.Of(Sender) + (2 * MemoryCost.Of(Evidence));

    public bool Equals(Attribution? other) =>
        other is not null && Sender == other.Sender && Kind == other.Kind && Strength == other.Strength
        && Platform == other.Platform && ClaimedVendor == other.ClaimedVendor && RunnerUp == other.RunnerUp && Evidence.SequenceEqual(other.Evidence);

    public override int GetHashCode() => HashCode.Combine(Sender, Kind, Strength, Platform, ClaimedVendor, Evidence.Count);
}
