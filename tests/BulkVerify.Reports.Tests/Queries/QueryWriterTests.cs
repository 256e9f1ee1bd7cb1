using System.Text;
using System.Text.Json;
using BulkVerify.Reports.Queries;

namespace BulkVerify.Reports.Tests.Queries;

public sealed class QueryWriterTests
{
    private static readonly object?[] Values =
    [
        "=cmd|'/c calc'!A1\u001b[31m", -5, 1.5m, true, null, new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Unspecified), double.NaN,
        new List<Dictionary<string, object?>> { new() { ["d"] = "a\"b", ["bits"] = 2048 } },
    ];

    private static readonly string[] Names = ["text", "n", "n", "flag", "nothing", "at", "ratio", "dkim"];

    [Fact]
    public void Csv_disarms_formulas_and_controls_and_leaves_numbers_alone()
    {
        string[] lines = Written(to => new CsvQueryWriter(to)).Split('\n');
        Assert.Equal("text,n,n,flag,nothing,at,ratio,dkim", lines[0]);
        Assert.Equal("'=cmd|'/c calc'!A1?[31m,-5,1.5,true,,2026-03-04T05:06:07Z,NaN,\"[{\"\"d\"\":\"\"a\\u0022b\"\",\"\"bits\"\":2048}]\"", lines[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Json_keeps_types_and_nesting_and_has_no_two_members_of_one_name(bool lines)
    {
        string text = Written(to => new JsonQueryWriter(to, lines));
        Assert.DoesNotContain('\u001b', text);
        JsonElement[] rows = lines
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)]
            : [.. JsonDocument.Parse(text).RootElement.EnumerateArray()];
        Assert.Equal(2, rows.Length);
        Assert.Equal(["text", "n", "n_1", "flag", "nothing", "at", "ratio", "dkim"], rows[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal(2048, rows[0].GetProperty("dkim")[0].GetProperty("bits").GetInt32());
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("nothing").ValueKind);
    }

    [Fact]
    public void Json_without_rows_is_an_empty_array()
    {
        using var buffer = new MemoryStream();
        var writer = new JsonQueryWriter(buffer, lines: false);
        writer.Begin(["a"]);
        writer.End();
        Assert.Equal(0, JsonDocument.Parse(Encoding.UTF8.GetString(buffer.ToArray())).RootElement.GetArrayLength());
    }

    private static string Written(Func<Stream, IQueryWriter> make)
    {
        using var buffer = new MemoryStream();
        IQueryWriter writer = make(buffer);
        writer.Begin(Names);
        Assert.True(writer.Write(Values));
        Assert.True(writer.Write(Values));
        writer.End();
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
