using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>A <see cref="SummaryTable"/> on the terminal: columns are left out until the rest fits; nothing but words is cut.</summary>
internal static class GroupTable
{
    private const int MinName = 24;
    private const int MinText = 12;
    /// <summary>What the table puts around a cell.</summary>
    private const int Gap = 2;

    /// <param name="most">Groups shown.</param>
    public static void Write(IAnsiConsole console, SummaryTable table, int most, int examples)
    {
        string[][] cells = [.. table.Rows.Take(most).Select(row => table.Columns.Select((c, i) => SafeText.Of(SummaryTableText.ForPeople(c.Kind, row[i], examples))).ToArray())];
        int[] wanted = [.. table.Columns.Select((c, i) => cells.Select(row => row[i].Length).Append(c.Title.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, table.Columns.Count)];
        while (LeastWidth(shown) > console.Profile.Width && shown.Where(i => table.Columns[i].Rank > 0).OrderByDescending(i => table.Columns[i].Rank).ThenByDescending(i => i).FirstOrDefault(-1) is >= 0 and int last)
            shown.Remove(last);
        int spare = console.Profile.Width - LeastWidth(shown);
        var view = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        var widths = new int[table.Columns.Count];
        foreach (int i in shown)
        {
            SummaryColumn column = table.Columns[i];
            widths[i] = Least(i) + Math.Min(spare, wanted[i] - Least(i));
            spare -= widths[i] - Least(i);
            var head = new TableColumn(column.Title).NoWrap();
            view.AddColumn(IsText(column.Kind) ? head : head.RightAligned());
        }
        foreach (string[] row in cells)
            view.AddRow(shown.Select(i => new Text(Cut(row[i], widths[i]))));
        console.Write(view);

        int Least(int i) => table.Columns[i].Kind == SummaryColumnKind.Text ? Math.Min(wanted[i], Math.Max(i == 0 ? MinName : MinText, table.Columns[i].Title.Length)) : wanted[i];
        int LeastWidth(List<int> columns) => columns.Sum(i => Least(i) + Gap);
    }

    private static bool IsText(SummaryColumnKind kind) => kind is SummaryColumnKind.Text or SummaryColumnKind.Examples;

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
