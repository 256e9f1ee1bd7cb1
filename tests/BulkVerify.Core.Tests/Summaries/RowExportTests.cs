using System.Text;
using System.Text.Json;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Summaries;

public class RowExportTests
{
    [Fact]
    public void Json_has_every_column_of_a_row_and_of_its_signatures()
    {
        MessageRow row = FilledRow.Make();
        string json = Text(to => RowJson.Write(row, to));
        Assert.All(ValuesOf(row).Concat(ValuesOf(row.Dkim[0])), value => Assert.Contains(value, json, StringComparison.Ordinal));
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(row.RelayOfAuthor, root.GetProperty("relay_of_author").GetBoolean());
        Assert.Equal("1970-01-01T00:16:46Z", root.GetProperty("received_at").GetString());
    }

    [Fact]
    public void Csv_has_every_column_of_a_row_below_its_name()
    {
        MessageRow row = FilledRow.Make();
        string[] names = Text(RowCsv.WriteHeader).TrimEnd('\n').Split(','), cells = Text(to => RowCsv.Write(row, to)).TrimEnd('\n').Split(',');
        Assert.Equal(names.Length, cells.Length);
        Assert.All(ValuesOf(row), value => Assert.Contains(value, cells));
        Assert.Equal(typeof(MessageRow).GetProperties().Length + 1, names.Distinct().Count());
        Assert.Equal($"{row.Dkim[0].D}/{row.Dkim[0].S}/{row.Dkim[0].A}/{row.Dkim[0].Bits} {row.Dkim[0].Result} {row.Dkim[0].Reason}{(row.Dkim[0].Aligned ? " aligned" : "")}", Cell("dkim"));
        Assert.Equal((row.MailFrom, row.SpfAligned ? "true" : "false", RowAssessor.Assess(row).ToString()), (Cell("mail_from"), Cell("spf_aligned"), Cell("assessment")));

        string Cell(string name) => cells[Array.IndexOf(names, name)];
    }

    [Fact]
    public void Csv_leaves_cells_of_what_is_absent_empty()
    {
        string[] names = Text(RowCsv.WriteHeader).TrimEnd('\n').Split(','), cells = Text(to => RowCsv.Write(new MessageRow(), to)).TrimEnd('\n').Split(',');
        Assert.Equal(("", "", ""), (cells[Array.IndexOf(names, "received_at")], cells[Array.IndexOf(names, "arc_oldest_pass")], cells[Array.IndexOf(names, "dkim")]));
    }

    /// <summary>Texts, numbers and times as they are written; truths say too little to be looked for.</summary>
    private static IEnumerable<string> ValuesOf<T>(T row) => typeof(T).GetProperties().Select(p => p.GetValue(row) switch
    {
        string text => text,
        long time when p.PropertyType == typeof(long?) => CsvText.Time(time),
        int or long => p.GetValue(row)!.ToString()!,
        _ => "",
    }).Where(v => v.Length > 0);

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
