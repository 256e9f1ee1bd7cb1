using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

/// <summary>Cells of a <see cref="SummaryTable"/> by the names of its columns.</summary>
internal static class TableText
{
    /// <summary>What a test can take apart again.</summary>
    public static string List(string sender, string domain, string where) => $"{sender}|{domain}|{where}";

    public static SummaryTable Of(IRowTable table, params IEnumerable<MessageRow> rows)
    {
        foreach (MessageRow row in rows)
            table.Add(row);
        return table.ToTable();
    }

    public static object? Cell(this SummaryTable table, int row, string column) => table.Rows[row][table.Columns.ToList().FindIndex(c => c.Name == column)];

    public static IEnumerable<object?> Column(this SummaryTable table, string column) => Enumerable.Range(0, table.Rows.Count).Select(i => table.Cell(i, column));

    public static string Csv(SummaryTable table)
    {
        var text = new StringWriter();
        SummaryTableText.WriteCsv(table, 3, text);
        return text.ToString();
    }
}
