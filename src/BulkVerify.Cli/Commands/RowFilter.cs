using System.Globalization;
using System.Text;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>Which rows of a run a summary counts.</summary>
/// <param name="Domain">From domain; null for all.</param>
/// <param name="Sender">Vendor id or sender domain; null for all.</param>
/// <param name="Distinct">Only the first copy of a message in the run counts, whatever else is asked for: so parts add up to the whole.</param>
/// <param name="From">First second of the Unix epoch that counts; null for all.</param>
/// <param name="Before">First second that counts no more; null for all.</param>
/// <param name="Where">Conditions that all have to hold.</param>
internal sealed record RowFilter(string? Domain, string? Sender, bool Distinct, long? From, long? Before, IReadOnlyList<RowCondition> Where)
{
    /// <summary>All rows.</summary>
    public static readonly RowFilter None = new(null, null, false, null, null, []);

    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    public bool IsNone => Domain is null && Sender is null && !Distinct && From is null && Before is null && Where.Count == 0;

    /// <summary>The rows that pass, in their order.</summary>
    public async IAsyncEnumerable<MessageRow> RowsAsync(RunReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<ulong>();
        await foreach (MessageRow row in reader.ReadRowsAsync(cancellation).ConfigureAwait(false))
        {
            if (Distinct && row.Fingerprint.Length > 0 && !seen.Add(ulong.Parse(row.Fingerprint, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
                continue;
            if ((Domain is null || row.AuthorDomain == Domain) && (Sender is null || row.Sender == Sender) && IsInTime(row) && Where.All(w => w.Holds(row)))
                yield return row;
        }
    }

    /// <summary>Makes commands that list a part of the rows that pass, by the same options.</summary>
    /// <param name="program">How the program is started.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="organizations">Those whose mail counts; empty for all.</param>
    public RowLister Lister(string program, string run, IReadOnlyList<string> organizations) => (sender, domain, where) =>
    {
        var text = new StringBuilder($"{program} export {Invocation.Quote(run)}");
        Append("--organization", string.Join(',', organizations));
        Append("--sender", sender.Length > 0 ? sender : Sender ?? "");
        Append("--domain", domain.Length > 0 ? domain : Domain ?? "");
        Append("--from", Day(From));
        Append("--to", Day(Before - 1));
        foreach (RowCondition condition in Where)
            Append("--where", condition.Text);
        Append("--where", where);
        return Distinct ? text.Append(" --distinct").ToString() : text.ToString();

        void Append(string option, string value)
        {
            if (value.Length > 0)
                text.Append(' ').Append(option).Append(' ').Append(Invocation.Quote(SafeText.Of(value)));
        }
    };

    private static string Day(long? second) => second is { } s ? DateTimeOffset.FromUnixTimeSeconds(s).ToString(DayForms[0], CultureInfo.InvariantCulture) : "";

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
