using System.Globalization;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>Which rows of a run a summary counts.</summary>
/// <param name="Domain">From domain; null for all.</param>
/// <param name="Sender">Vendor id or sender domain; null for all.</param>
/// <param name="Distinct">Copies of a message count once.</param>
/// <param name="From">First second of the Unix epoch that counts; null for all.</param>
/// <param name="Before">First second that counts no more; null for all.</param>
/// <param name="Where">Conditions that all have to hold.</param>
internal sealed record RowFilter(string? Domain, string? Sender, bool Distinct, long? From, long? Before, IReadOnlyList<RowCondition> Where)
{
    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    public bool IsNone => Domain is null && Sender is null && !Distinct && From is null && Before is null && Where.Count == 0;

    /// <summary>The rows that pass, in their order.</summary>
    public async IAsyncEnumerable<MessageRow> RowsAsync(RunReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (MessageRow row in reader.ReadRowsAsync(cancellation).ConfigureAwait(false))
        {
            if ((Domain is null || row.AuthorDomain == Domain) && (Sender is null || row.Sender == Sender) && IsInTime(row) && Where.All(w => w.Holds(row))
                && (!Distinct || row.Fingerprint.Length == 0 || seen.Add(row.Fingerprint)))
                yield return row;
        }
    }

    /// <summary>The first second of a day, month or year, UTC.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long? StartOf(string option, string? text) => text is null ? null : Parse(option, text).Start;

    /// <summary>The first second after a day, month or year, UTC.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long? EndOf(string option, string? text) => text is null ? null : Parse(option, text).End;

    /// <remarks>Mail without a time is in no period.</remarks>
    private bool IsInTime(MessageRow row) =>
        (From is null && Before is null) || ((row.ReceivedAt ?? row.Date) is { } time && (From is null || time >= From) && (Before is null || time < Before));

    private static (long Start, long End) Parse(string option, string text)
    {
        if (!DateTimeOffset.TryParseExact(text, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset start))
            throw new UsageException($"{option} {text}: give a day, month or year, such as 2026-03-31, 2026-03 or 2026.");
        DateTimeOffset end = text.Length switch { 4 => start.AddYears(1), 7 => start.AddMonths(1), _ => start.AddDays(1) };
        return (start.ToUnixTimeSeconds(), end.ToUnixTimeSeconds());
    }
}
