using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace BulkVerify.Reports.Queries;

/// <summary>Values of a query as text and as JSON. Times are ISO 8601; times without a zone are UTC and say so.</summary>
public static class QueryText
{
    private static readonly JsonWriterOptions Compact = new() { Indented = false };

    /// <summary>The value as one cell: texts as they are, lists and structs as JSON, NULL as empty.</summary>
    public static string Cell(object? value)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case IFormattable number when IsNumber(value):
                return number.ToString(null, CultureInfo.InvariantCulture);
            default:
                using (var buffer = new MemoryStream())
                {
                    using (var writer = new Utf8JsonWriter(buffer, Compact))
                        WriteJson(writer, value);
                    string json = System.Text.Encoding.UTF8.GetString(buffer.ToArray());
                    return value is IEnumerable and not string ? json : json.Trim('"');
                }
        }
    }

    /// <summary>True for values that read as numbers.</summary>
    public static bool IsNumber(object? value) => value is double or float or decimal or BigInteger or long or int or short or sbyte or ulong or uint or ushort or byte;

    public static void WriteJson(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case double number:
                WriteNumber(writer, number);
                break;
            case float number:
                WriteNumber(writer, number);
                break;
            case IFormattable number when IsNumber(value):
                writer.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                WriteMap(writer, map);
                break;
            case Stream blob:
                WriteBlob(writer, blob);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (object? item in list)
                    WriteJson(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Time(value));
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName(Cell(entry.Key));
            WriteJson(writer, entry.Value);
        }
        writer.WriteEndObject();
    }

    private static void WriteBlob(Utf8JsonWriter writer, Stream blob)
    {
        using var bytes = new MemoryStream();
        blob.CopyTo(bytes);
        writer.WriteBase64StringValue(bytes.ToArray());
    }

    /// <remarks>JSON has no infinity and no NaN.</remarks>
    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static string Time(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
