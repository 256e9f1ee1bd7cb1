using System.Text;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Queries;

/// <summary>CSV (RFC 4180 with LF), texts safe to open in a spreadsheet.</summary>
public sealed class CsvQueryWriter(Stream to) : IQueryWriter
{
    public void Begin(IReadOnlyList<string> names) => WriteLine(names.Select(CsvText.Cell));

    public bool Write(IReadOnlyList<object?> values)
    {
        WriteLine(values.Select(v => QueryText.IsNumber(v) ? QueryText.Cell(v) : CsvText.Cell(QueryText.Cell(v))));
        return true;
    }

    public void End()
    {
    }

    private void WriteLine(IEnumerable<string> cells) => to.Write(Encoding.UTF8.GetBytes(string.Join(',', cells) + "\n"));
}
