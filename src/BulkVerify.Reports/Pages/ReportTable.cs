namespace BulkVerify.Reports.Pages;

/// <summary>A small table in the details of a stream.</summary>
/// <param name="Columns">Headings; those that begin with '#' hold numbers, with '@' days, with '~' sentences, with '$' commands.</param>
/// <param name="More">How many rows are not shown.</param>
public sealed record ReportTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, long More)
{
    /// <summary>Columns that fit a phone beside each other.</summary>
    private const int NarrowColumns = 3;

    public IReadOnlyList<ReportColumn> Heads => [.. Columns.Select(ReportColumn.Of)];

    /// <summary>On a phone each row is lines of heading and value.</summary>
    public bool IsWide => Columns.Count > NarrowColumns;
}
