namespace BulkVerify.Summaries;

/// <summary>How a sender works for an author domain, and what shows it.</summary>
/// <param name="Confidence">0 to 1: the share of the stream's messages that show the mode. One that shows it by names of hosts only counts half, by a display name a quarter, by
/// nothing but a vendor's From a tenth. Null when nothing can be said.</param>
/// <param name="Detail">In words: what is delegated, published or handed over, and to whom; for <see cref="IntegrationMode.CannotTell"/> the reason.</param>
public sealed record Integration(IntegrationMode Mode, double? Confidence, string Detail)
{
    /// <summary>Pieces of evidence kept.</summary>
    public const int MaxEvidence = 6;

    /// <summary>True for mail of others that has us in Reply-To or in the display name.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AnswersToUs { get; init; }

    public string Words => Mode.ToWords();

    /// <summary>How the sender is meant to work; null where nobody said so.</summary>
    public IntegrationMode? Intended { get; init; }

    /// <summary>True when the sender evidently works another way than it is meant to.</summary>
    public bool IsUnintended => Intended is { } intended && Mode != IntegrationMode.CannotTell && Mode != intended;

    /// <summary>What shows the mode and the sender, most messages first.</summary>
    public IReadOnlyList<IntegrationEvidence> Evidence { get; init; } = [];
}
