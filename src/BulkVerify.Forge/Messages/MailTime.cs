using System.Globalization;

namespace BulkVerify.Forge.Messages;

/// <summary>Times as mail writes them.</summary>
internal static class MailTime
{
    /// <summary>date-time of RFC 5322 §3.3. Some hosts name the zone in a comment.</summary>
    public static string Format(long time, bool withComment = false) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("ddd, dd MMM yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture) + (withComment ? " (UTC)" : "");
}
