using System.Globalization;
using System.Text.Json;

namespace BulkVerify.Summaries;

/// <summary>A <see cref="SummaryTable"/> as CSV, JSON or Markdown. UTF-8, line ends LF; text from mail is made harmless for the format.</summary>
public static class SummaryTableText
{
    /// <param name="examples">Examples per group, at most.</param>
    public static void WriteCsv(SummaryTable table, int examples, TextWriter to)
    {
        to.Write(string.Join(',', table.Columns.Select(c => c.Name)) + '\n');
        foreach (object?[] row in table.Rows)
            to.Write(string.Join(',', table.Columns.Select((c, i) => Cell(c.Kind, row[i]))) + '\n');

        string Cell(SummaryColumnKind kind, object? value) => kind switch
        {
            SummaryColumnKind.Share => (value as double?)?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
            SummaryColumnKind.Time => CsvText.Time(value as long?),
            SummaryColumnKind.Flag => value is true ? "true" : "false",
            SummaryColumnKind.Examples => CsvText.Cell(string.Join(' ', Places(value, examples))),
            _ => CsvText.Cell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    /// <summary>An array of objects, one per group.</summary>
    /// <param name="examples">Examples per group, at most.</param>
    public static void WriteJson(SummaryTable table, int examples, Stream to)
    {
        using (var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (object?[] row in table.Rows)
            {
                json.WriteStartObject();
                for (int i = 0; i < table.Columns.Count; i++)
                {
                    json.WritePropertyName(table.Columns[i].Name);
                    WriteValue(json, table.Columns[i].Kind, row[i], examples);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        to.WriteByte((byte)'\n');
    }

    /// <summary>A GitHub-flavoured table for people.</summary>
    /// <param name="examples">Examples per group, at most.</param>
    public static void WriteMarkdown(SummaryTable table, int examples, TextWriter to)
    {
        to.Write($"| {string.Join(" | ", table.Columns.Select(c => c.Title))} |\n");
        to.Write($"|{string.Concat(table.Columns.Select(c => c.Kind is SummaryColumnKind.Count or SummaryColumnKind.Share ? "---:|" : "---|"))}\n");
        foreach (object?[] row in table.Rows)
            to.Write($"| {string.Join(" | ", table.Columns.Select((c, i) => MarkdownText.Cell(ForPeople(c.Kind, row[i], examples))))} |\n");
    }

    /// <summary>A value as people read it; text from mail as it is.</summary>
    public static string ForPeople(SummaryColumnKind kind, object? value, int examples) => (kind, value) switch
    {
        (SummaryColumnKind.Examples, _) => string.Join(' ', Places(value, examples)),
        (_, null) => "-",
        (SummaryColumnKind.Count, long count) => count.ToString("N0", CultureInfo.InvariantCulture),
        (SummaryColumnKind.Share, double share) => Percent(share),
        (SummaryColumnKind.Flag, bool flag) => flag ? "yes" : "no",
        (SummaryColumnKind.Time, long) => CsvText.Day(value as long?),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A share that is not whole never reads as 100 %, one that is not nothing never as 0 %.</summary>
    public static string Percent(double share) => share switch
    {
        >= 1 => "100 %",
        > 0 and < 0.01 => "< 1 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99.9, Math.Round(share * 100, share > 0.9 ? 1 : 0)):0.#} %"),
    };

    private static IEnumerable<string> Places(object? value, int most) =>
        ((value as IReadOnlyList<SummaryExample>) ?? []).Take(most).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Archive}@{e.Offset}"));

    private static void WriteValue(Utf8JsonWriter json, SummaryColumnKind kind, object? value, int examples)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case null:
                json.WriteNullValue();
                break;
            case long when kind == SummaryColumnKind.Time:
                json.WriteStringValue(CsvText.Time(value as long?));
                break;
            case long count:
                json.WriteNumberValue(count);
                break;
            case double share:
                json.WriteNumberValue(Math.Round(share, 4));
                break;
            case IReadOnlyList<SummaryExample> list:
                WriteExamples(json, list.Take(examples));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteExamples(Utf8JsonWriter json, IEnumerable<SummaryExample> examples)
    {
        json.WriteStartArray();
        foreach (SummaryExample example in examples)
        {
            json.WriteStartObject();
            json.WriteString("archive", example.Archive);
            json.WriteNumber("offset", example.Offset);
            json.WriteString("message_id", example.MessageId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
