namespace BulkVerify.Reports.Pages;

/// <summary>A labelled count with its bar.</summary>
/// <param name="Width">Hundredths of the longest bar.</param>
public sealed record ReportBar(string Text, string Count, string Width);
