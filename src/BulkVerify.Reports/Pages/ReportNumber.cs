namespace BulkVerify.Reports.Pages;

/// <summary>A number that stands out.</summary>
/// <param name="Note">What the number is of.</param>
/// <param name="Tone">good, bad or plain: the colour, never the only mark.</param>
public sealed record ReportNumber(string Value, string Label, string Note, string Tone);
