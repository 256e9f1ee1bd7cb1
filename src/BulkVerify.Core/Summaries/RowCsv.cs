using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Rows as CSV (RFC 4180 with LF), safe to open in a spreadsheet: the columns of <see cref="MessageRow"/> in their order, then how the message counts. Signatures share a cell:
/// "d/s/a/bits result reason", "; " between them. Thread-safe.</summary>
public static class RowCsv
{
    private static readonly (string Name, Func<MessageRow, string> Text)[] Columns =
    [
        .. typeof(MessageRow).GetProperties().Select(p => (p.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name, TextOf(p))),
        ("assessment", row => RowAssessor.Assess(row).ToString()),
    ];

    public static void WriteHeader(Stream to) => WriteLine(Columns.Select(c => c.Name), to);

    public static void Write(MessageRow row, Stream to) => WriteLine(Columns.Select(c => CsvText.Cell(c.Text(row))), to);

    private static void WriteLine(IEnumerable<string> cells, Stream to) => to.Write(Encoding.UTF8.GetBytes(string.Join(',', cells) + "\n"));

    /// <summary>Every time of a row is a long that may be absent.</summary>
    private static Func<MessageRow, string> TextOf(PropertyInfo property)
    {
        Type type = property.PropertyType;
        if (type == typeof(string))
            return Getter<string>();
        if (type == typeof(bool))
            return Of<bool>(static value => value ? "true" : "false");
        if (type == typeof(int))
            return Of<int>(static value => Number(value));
        if (type == typeof(long))
            return Of<long>(Number);
        if (type == typeof(int?))
            return Of<int?>(static value => value is { } number ? Number(number) : "");
        if (type == typeof(long?))
            return Of<long?>(CsvText.Time);
        if (type == typeof(List<SignatureRow>))
            return Of<List<SignatureRow>>(static value => string.Join("; ", value.Select(Signature)));
        throw new NotSupportedException($"{property.Name}: there is no text for a column of {type.Name}.");

        Func<MessageRow, T> Getter<T>() => property.GetMethod!.CreateDelegate<Func<MessageRow, T>>();

        Func<MessageRow, string> Of<T>(Func<T, string> text)
        {
            Func<MessageRow, T> value = Getter<T>();
            return row => text(value(row));
        }
    }

    private static string Signature(SignatureRow s) => $"{s.D}/{s.S}/{s.A}/{Number(s.Bits)} {s.Result} {s.Reason}{(s.Aligned ? " aligned" : "")}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
