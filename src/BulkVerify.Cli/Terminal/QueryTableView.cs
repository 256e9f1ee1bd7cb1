using BulkVerify.Reports.Queries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BulkVerify.Cli.Terminal;

/// <summary>The result of a query as a table for people; one line per value where the columns do not fit. Holds at most <see cref="MaxRows"/> rows.</summary>
internal sealed class QueryTableView(IAnsiConsole console) : IQueryWriter
{
    /// <summary>Rows shown; the rest is one line that says how to see it.</summary>
    public const int MaxRows = 1000;

    /// <summary>Columns of text that are too wide are cut, but never to less than this.</summary>
    private const int MinCell = 24;

    private readonly List<(string Text, bool IsNumber)[]> _rows = [];
    private string[] _names = [];
    private bool _more;

    public void Begin(IReadOnlyList<string> names) => _names = [.. names.Select(n => SafeText.Of(n))];

    public bool Write(IReadOnlyList<object?> values)
    {
        _more = _rows.Count == MaxRows;
        if (!_more)
            _rows.Add([.. values.Select(v => (SafeText.Of(QueryText.Cell(v)), QueryText.IsNumber(v)))]);
        return !_more;
    }

    public void End()
    {
        int[] widths = [.. _names.Select((name, i) => _rows.Select(r => r[i].Text.GetCellWidth()).Append(name.GetCellWidth()).Max())];
        int widest = widths.DefaultIfEmpty().Max();
        while (widest > MinCell && Total(widths, widest) > console.Profile.Width)
            widest--;
        if (Total(widths, widest) <= console.Profile.Width)
            WriteTable(widest);
        else
            WriteRecords();
        if (_more)
            SummaryView.WriteLine(console, $"... cut after {SummaryView.Number(MaxRows)} rows; --format csv, json or jsonl gives all");
    }

    private static int Total(int[] widths, int widest) => 2 + widths.Sum(w => Math.Min(w, widest) + 2);

    private void WriteTable(int widest)
    {
        var table = new Table { Border = TableBorder.None, ShowRowSeparators = false };
        for (int i = 0; i < _names.Length; i++)
        {
            var column = new TableColumn(new Text(_names[i], new Style(decoration: Decoration.Bold))) { NoWrap = true };
            table.AddColumn(_rows.Count > 0 && _rows.All(r => r[i].IsNumber || r[i].Text.Length == 0) ? column.RightAligned() : column);
        }
        foreach ((string Text, bool)[] row in _rows)
            table.AddRow(row.Select(IRenderable (cell) => new Text(SafeText.Of(cell.Text, widest + 1))));
        console.Write(table);
    }

    private void WriteRecords()
    {
        int nameWidth = _names.Max(n => n.GetCellWidth());
        for (int number = 0; number < _rows.Count; number++)
        {
            SummaryView.WriteLine(console, $"-- row {number + 1}");
            for (int i = 0; i < _names.Length; i++)
                SummaryView.WriteLine(console, $"{_names[i].PadRight(nameWidth)}  {_rows[number][i].Text}");
        }
    }
}
