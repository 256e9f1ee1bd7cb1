namespace BulkVerify.Reports.Pages;

/// <summary>A message to open.</summary>
/// <param name="Place">archive@offset</param>
/// <param name="Command">The command that explains it.</param>
public sealed record ReportExample(string Place, string MessageId, string Command);
