using BulkVerify.Summaries;
using Spectre.Console;

namespace BulkVerify.Cli.Terminal;

/// <summary>A <see cref="SummaryTable"/> on the terminal: columns are left out until the rest fits; names are cut, sentences go on in the next line, numbers stay whole.</summary>
internal static class GroupTable
{
    /// <summary>Least columns of the names that stay, and of those that may be left out.</summary>
    private const int MinName = 26, MinText = 12;

    private const int MinSentence = 26;
    /// <summary>What the table puts around a cell.</summary>
    private const int Gap = 2;

    /// <param name="most">Groups shown.</param>
    public static void Write(IAnsiConsole console, SummaryTable table, int most, int examples)
    {
        string[][] cells = [.. table.Rows.Take(most).Select(row => table.Columns.Select((c, i) => SafeText.Of(SummaryTableText.ForPeople(c.Kind, row[i], examples))).ToArray())];
        int[] wanted = [.. table.Columns.Select((c, i) => cells.Select(row => row[i].Length).Append(c.Title.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, table.Columns.Count).Where(i => !IsEmpty(i))];
        while (LeastWidth(shown) > console.Profile.Width && shown.Where(i => table.Columns[i].Rank > 0).OrderByDescending(i => table.Columns[i].Rank).ThenByDescending(i => i).FirstOrDefault(-1) is >= 0 and int last)
            shown.Remove(last);
        int[] widths = Widths(shown, console.Profile.Width - LeastWidth(shown));
        var view = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        foreach (int i in shown)
        {
            SummaryColumn column = table.Columns[i];
            var head = new TableColumn(column.Title) { Width = widths[i] };
            if (column.Kind != SummaryColumnKind.Sentence)
                head.NoWrap();
            view.AddColumn(IsText(column.Kind) ? head : head.RightAligned());
        }
        foreach (string[] row in cells)
            view.AddRow(shown.Select(i => new Text(table.Columns[i].Kind == SummaryColumnKind.Sentence ? row[i] : Cut(row[i], widths[i]))));
        console.Write(view);

        // A column that says nothing in any row takes no room.
        bool IsEmpty(int i) => table.Columns[i].Rank > 0 && cells.Length > 0 && cells.All(row => row[i].Length == 0);
        int Least(int i) => table.Columns[i].Kind switch
        {
            SummaryColumnKind.Text => Math.Min(wanted[i], Math.Max(table.Columns[i].Rank == 0 ? MinName : MinText, table.Columns[i].Title.Length)),
            SummaryColumnKind.Sentence => Math.Min(wanted[i], MinSentence),
            _ => wanted[i],
        };
        int LeastWidth(List<int> columns) => columns.Sum(i => Least(i) + Gap);
        int[] Widths(List<int> columns, int spare)
        {
            var widths = new int[table.Columns.Count];
            // Names first: a cut one may be another, a sentence only takes more lines.
            foreach (int i in columns.OrderBy(i => table.Columns[i].Kind == SummaryColumnKind.Sentence))
            {
                widths[i] = Least(i) + Math.Max(0, Math.Min(spare, wanted[i] - Least(i)));
                spare -= widths[i] - Least(i);
            }
            return widths;
        }
    }

    private static bool IsText(SummaryColumnKind kind) => kind is SummaryColumnKind.Text or SummaryColumnKind.Sentence or SummaryColumnKind.Examples;

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
