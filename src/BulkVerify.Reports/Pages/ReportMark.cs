namespace BulkVerify.Reports.Pages;

/// <summary>How far a requirement is met.</summary>
/// <param name="Name">R1 to R4, or "advised" for what goes beyond them.</param>
/// <param name="What">What it requires.</param>
/// <param name="Sign">One character; where it is partly met, the percentage of messages that meet it.</param>
/// <param name="Words">met, partly, not met, cannot tell, not asked.</param>
/// <param name="Tone">good, plain, bad or none: the colour, never the only mark.</param>
/// <param name="Count">Messages that meet it, of those that can tell; empty without any.</param>
/// <param name="Decision">The record, header or reason that decides against it; empty when nothing does.</param>
public sealed record ReportMark(string Name, string What, string Sign, string Words, string Tone, string Count, string Decision)
{
    /// <summary>Share of the messages that meet it; null where none can tell, or it is not asked.</summary>
    public double? Share { get; init; }
}
