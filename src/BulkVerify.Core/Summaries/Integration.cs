namespace BulkVerify.Summaries;

/// <summary>How a sender works for an author domain, and what shows it.</summary>
/// <param name="Confidence">Share of the stream's messages that show the mode; one that shows it by names of hosts only counts half. Null when nothing can be said.</param>
/// <param name="Detail">In words: what is delegated, published or handed over, and to whom; for <see cref="IntegrationMode.CannotTell"/> the reason.</param>
public sealed record Integration(IntegrationMode Mode, double? Confidence, string Detail)
{
    /// <summary>Pieces of evidence kept.</summary>
    public const int MaxEvidence = 6;

    public string Words => Mode.ToWords();

    /// <summary>What shows the sender, most messages first.</summary>
    public IReadOnlyList<IntegrationEvidence> Evidence { get; init; } = [];
}
