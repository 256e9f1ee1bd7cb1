namespace BulkVerify.Reports.Pages;

/// <summary>A column of a table of the page.</summary>
/// <param name="Class">What the style calls its cells; empty for plain text.</param>
/// <param name="IsCommand">The cells are to be typed into a shell.</param>
public sealed record ReportColumn(string Name, string Class, bool IsCommand)
{
    /// <param name="heading">With the mark of <see cref="ReportTable.Columns"/> in front.</param>
    public static ReportColumn Of(string heading)
    {
        string style = heading is [] ? "" : heading[0] switch { '#' => "n", '@' => "day", '~' or '$' => "words", _ => "" };
        return new ReportColumn(style.Length == 0 ? heading : heading[1..], style, heading.StartsWith('$'));
    }
}
