namespace BulkVerify.Summaries;

/// <summary>One message step by step, with stable names: what --json prints and what the text view shows. Texts from mail are as they are; whoever prints them escapes them.</summary>
public sealed record Explanation
{
    public required string Archive { get; init; }

    public required long Offset { get; init; }

    /// <summary>Bytes of the message as stored.</summary>
    public required int Length { get; init; }

    public required string MessageId { get; init; }

    public required string Subject { get; init; }

    public required ExplainedEnvelope Envelope { get; init; }

    public required ExplainedSpf Spf { get; init; }

    public required ExplainedSpf Helo { get; init; }

    /// <summary>In header order, topmost first.</summary>
    public required IReadOnlyList<ExplainedSignature> Dkim { get; init; }

    public required ExplainedArc Arc { get; init; }

    public required ExplainedDmarc Dmarc { get; init; }

    /// <summary>Under RFC 7489, when both rule sets were asked for.</summary>
    public ExplainedDmarc? Dmarc7489 { get; init; }

    /// <summary>The row that a run makes of the message.</summary>
    public required Statistics.MessageRow Row { get; init; }
}
