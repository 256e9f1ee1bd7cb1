using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>Which key of the same domain and sender a key took over from, and the days between. Pure.</summary>
internal static class KeyRotation
{
    private const int SecondsPerDay = 86_400;

    /// <summary>A gap that is shorter than this is the ordinary distance between two messages.</summary>
    private const int MinGapDays = 2;

    /// <summary>Keys that sign side by side for more than this share of the time of both do not follow on each other.</summary>
    private const double MaxOverlap = 0.1;

    /// <summary>Empty when the key follows on none. The predecessor is the one that began last among those that began before it, and ended before or soon after it began.</summary>
    public static string Of(KeyUse key, IEnumerable<KeyUse> domain)
    {
        if (key is not { First: { } first, Last: { } last })
            return "";
        string sender = key.Senders.Commonest();
        KeyUse? before = domain.Where(k => k != key && k.First < first && k.Last - first <= MaxOverlap * (last - k.First) && k.Senders.Commonest() == sender)
            .OrderByDescending(k => k.First).ThenBy(k => k.Selector, StringComparer.Ordinal).FirstOrDefault();
        if (before?.Last is not { } end)
            return "";
        string day = CsvText.Day(first);
        long days = (first - end) / SecondsPerDay;
        return first <= end || days < MinGapDays
            ? $"took over from {before.Selector} on {day}"
            : string.Create(CultureInfo.InvariantCulture, $"took over from {before.Selector} on {day}, {days} days after its last use");
    }
}
