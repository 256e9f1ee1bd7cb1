using System.Buffers;
using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>Cells of CSV whose text comes from mail and is hostile.</summary>
public static class CsvText
{
    /// <summary>What spreadsheets take for the start of a formula; the wide forms too, where Japanese or Chinese is the language.</summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\uFF1D\uFF0B\uFF0D\uFF20");

    /// <summary>Quoted where RFC 4180 demands it; a cell that a spreadsheet would take for a formula gets an apostrophe in front; control characters become '?'.</summary>
    public static string Cell(string text)
    {
        if (text.Any(char.IsControl))
            text = string.Create(text.Length, text, static (span, source) =>
            {
                for (int i = 0; i < span.Length; i++)
                    span[i] = char.IsControl(source[i]) ? '?' : source[i];
            });
        if (text.Length > 0 && FormulaStarts.Contains(text[0]))
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>ISO 8601 UTC, or empty.</summary>
    public static string Time(long? unixSeconds) =>
        unixSeconds is { } s and >= -62135596800 and <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(s).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : "";

    /// <summary>The day of it.</summary>
    public static string Day(long? unixSeconds) => Time(unixSeconds).Split('T')[0];
}
