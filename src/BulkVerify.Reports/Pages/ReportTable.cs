namespace BulkVerify.Reports.Pages;

/// <summary>A small table in the details of a stream.</summary>
/// <param name="Columns">Headings; those that begin with '#' hold numbers, with '@' days, with '~' sentences.</param>
/// <param name="More">How many rows are not shown.</param>
public sealed record ReportTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, long More);
