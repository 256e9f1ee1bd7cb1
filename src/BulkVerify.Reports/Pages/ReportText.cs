using System.Globalization;

namespace BulkVerify.Reports.Pages;

/// <summary>Numbers, shares, times and foreign text as the report shows them.</summary>
public static class ReportText
{
    /// <summary>Characters of one text from mail that are shown.</summary>
    public const int MaxLength = 500;

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"78 %", never broken between lines; a share that is not whole never reads as 100 %, one that is not nothing never as 0 %.</summary>
    public static string Share(long part, long whole)
    {
        if (whole == 0)
            return "-";
        if (part == whole)
            return "100\u00a0%";
        double percent = 100.0 * part / whole;
        double rounded = Math.Round(percent, percent > 90 ? 1 : 0);
        return part > 0 && rounded < 1 ? "<\u00a01\u00a0%" : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99.9, rounded):0.#}\u00a0%");
    }

    /// <summary>Width in hundredths, for bars; something that is not nothing is seen.</summary>
    public static string Width(long part, long whole) =>
        (whole == 0 || part == 0 ? 0 : Math.Max(1, Math.Round(100.0 * part / whole, 1))).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Day of a time in seconds of the Unix epoch, UTC; empty when unknown.</summary>
    public static string Day(long? seconds) =>
        seconds is { } s and >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(s).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    /// <summary>Text from mail without controls and without what changes the direction of writing, cut at <see cref="MaxLength"/>. Escaping for HTML is the template engine's.</summary>
    public static string Foreign(string text) => SafeText.Of(text, MaxLength + 1);
}
