namespace BulkVerify.Summaries;

/// <summary>How a sender works for an author domain, and what shows it.</summary>
/// <param name="Confidence">Share of the stream's messages that show the mode; null when nothing can be said.</param>
/// <param name="Detail">In words: what is delegated, published or handed over, and to whom.</param>
public sealed record Integration(IntegrationMode Mode, double? Confidence, string Detail)
{
    public string Words => Mode.ToWords();
}
