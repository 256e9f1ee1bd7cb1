using System.Globalization;

namespace BulkVerify.Dns;

/// <summary>Times of keyrings: a date, or a date with a time in UTC.</summary>
internal static class KeyringTime
{
    private const string Form = "yyyy-MM-ddTHH:mm:ssZ";
    private const long SecondsOfDay = 24 * 60 * 60;

    /// <summary>Null for null.</summary>
    public static string? Text(long? unixSeconds) =>
        unixSeconds is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    /// <summary>False when the text is no time. An empty text is an open side: null.</summary>
    /// <param name="endOfDay">True to let a date without a time hold its whole day.</param>
    public static bool TryParse(string text, bool endOfDay, out long? unixSeconds)
    {
        unixSeconds = null;
        if (text.Length == 0)
            return true;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, utc, out DateTimeOffset day))
            unixSeconds = day.ToUnixTimeSeconds() + (endOfDay ? SecondsOfDay - 1 : 0);
        else if (DateTimeOffset.TryParseExact(text, [Form, "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, utc, out DateTimeOffset time))
            unixSeconds = time.ToUnixTimeSeconds();
        return unixSeconds is not null;
    }
}
