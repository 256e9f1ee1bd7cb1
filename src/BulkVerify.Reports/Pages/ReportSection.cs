namespace BulkVerify.Reports.Pages;

/// <summary>A table that stands for itself.</summary>
/// <param name="Anchor">Name of the section in the page: letters and digits.</param>
/// <param name="Intro">What it says and how to go on from it.</param>
public sealed record ReportSection(string Anchor, string Title, string Intro, ReportTable Table);
