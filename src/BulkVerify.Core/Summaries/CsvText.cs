using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>Cells of CSV whose text comes from mail and is hostile.</summary>
public static class CsvText
{
    /// <summary>Quoted where RFC 4180 demands it; a cell that a spreadsheet would take for a formula gets an apostrophe in front; control characters become '?'.</summary>
    public static string Cell(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
            text = string.Create(text.Length, text, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                    span[i] = source[i] < ' ' ? '?' : source[i];
            });
        if (text.Length > 0 && text[0] is ('=' or '+' or '-' or '@'))
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>ISO 8601 UTC, or empty.</summary>
    public static string Time(long? unixSeconds) =>
        unixSeconds is { } s and >= -62135596800 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(s).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : "";
}
