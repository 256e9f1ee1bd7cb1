namespace BulkVerify.Reports.Pages;

/// <summary>A name and what belongs to it.</summary>
public sealed record ReportFact(string Name, string Value);
