using System.Globalization;

namespace BulkVerify.Engine;

/// <summary>Reads the dates of --as-of.</summary>
public static class AsOfTime
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss'+00:00'"];

    /// <summary>Seconds of the Unix epoch; a date without a time is its midnight UTC. Plain seconds are taken as they are.</summary>
    public static bool TryParse(string text, out long unixSeconds)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out unixSeconds) && text.Length >= 9)
            return true;
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            unixSeconds = time.ToUnixTimeSeconds();
            return true;
        }
        unixSeconds = 0;
        return false;
    }
}
