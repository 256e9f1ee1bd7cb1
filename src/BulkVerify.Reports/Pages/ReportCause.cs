namespace BulkVerify.Reports.Pages;

/// <summary>Why messages of a stream fail.</summary>
/// <param name="Width">Hundredths of the stream's failing messages.</param>
public sealed record ReportCause(string Text, string Count, string Width, IReadOnlyList<ReportExample> Examples);
