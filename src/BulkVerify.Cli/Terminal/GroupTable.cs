using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>A <see cref="SummaryTable"/> on the terminal: columns are left out until the rest fits; names are cut, sentences go on in the next line, numbers stay whole.</summary>
internal static class GroupTable
{
    /// <param name="most">Groups shown.</param>
    public static void Write(IAnsiConsole console, SummaryTable table, int most, int examples)
    {
        string[][] cells = [.. table.Rows.Take(most).Select(row => table.Columns.Select((c, i) => SafeText.Of(SummaryTableText.ForPeople(c.Kind, row[i], examples))).ToArray())];
        var layout = new ColumnLayout(table.Columns, cells);
        IReadOnlyList<int> shown = layout.Shown(console.Profile.Width);
        int[] widths = layout.Widths(shown, console.Profile.Width);
        var view = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (int i in shown)
        {
            SummaryColumn column = table.Columns[i];
            var head = new TableColumn(column.Title) { Width = widths[i], Padding = new Padding(0, 0, 1, 0) };
            if (column.Kind != SummaryColumnKind.Sentence)
                head.NoWrap();
            view.AddColumn(IsText(column.Kind) ? head : head.RightAligned());
        }
        foreach (string[] row in cells)
            view.AddRow(shown.Select(i => new Text(table.Columns[i].Kind == SummaryColumnKind.Sentence ? row[i] : Cut(row[i], widths[i]))));
        console.Write(view);
    }

    private static bool IsText(SummaryColumnKind kind) => kind is SummaryColumnKind.Text or SummaryColumnKind.Sentence or SummaryColumnKind.Examples;

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
