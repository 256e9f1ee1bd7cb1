using BulkVerify.Summaries;

namespace BulkVerify.Reports.Pages;

/// <summary>Tables of a run as sections and small tables of the report. Pure.</summary>
internal static class SectionBuilder
{
    /// <summary>Rows of a section.</summary>
    private const int MaxRows = 60;

    public static IReadOnlyList<ReportSection> Of(ReportTables tables, Summary summary) =>
    [
        .. Section("changes", "When it broke", "Days from which on SPF or DKIM of a stream does not pass where it did, or passes again, a new sender does not pass, or mail is sent on by others, and what changed in the mail then. Most messages lost first.", ChangeTable.Of(summary.Changes),
            "@day", "sender", "author_domain", "mechanism", "kind", "#pass_before", "#pass_after", "#lost", "~cause"),
        .. Relays(summary),
        .. Section("reasons", "Why mail fails", "Root causes of all failing messages, what their messages have in common and passing mail has not, and what mends them. An example opens with: bulkverify explain RUN EXAMPLE.", tables.Reasons,
            "~words", "#messages", "#share", "#explained", "senders", "~shared", "~fix", "examples"),
        .. Section("keys", "DKIM keys", "Every key that signs, with what is to be mended. A message counts once for each key.", tables.Keys,
            "domain", "selector", "#messages", "#pass_share", "#bits", "@algorithm", "~notes", "commonest_sender", "@first", "@last", "key_source"),
        .. Section("spf", "SPF records and their look-ups", "What each record costs of the 10 look-ups that SPF allows, and how many messages of the run each of its terms authorized.", tables.Spf,
            "domain", "term", "#lookups", "#voids", "#messages", "#aligned", "vendor", "~verdict"),
        .. Section("rules", "What Google, Yahoo and Microsoft ask of bulk senders", "Share of the messages that keep each rule; a dash where no message can tell. Reverse names, TLS and spam rates are not in an archive.", tables.Rules,
            [.. tables.Rules.Columns.Select(c => c.Kind is SummaryColumnKind.Share or SummaryColumnKind.Count ? $"#{c.Name}" : c.Kind == SummaryColumnKind.Sentence ? $"~{c.Name}" : c.Name)]),
    ];

    /// <summary>The audit of relays of ours, what fails first; a run whose mail no relay took over has none.</summary>
    private static ReportSection[] Relays(Summary summary) => summary.RelayChecks.Count == 0 ? [] :
    [
        new ReportSection(
            "relays", "Your relays", "For the mail that your relays took from hosts of others: whether the envelope of mail in your name is yours, and whether mail of others was relayed to others. A message opens with: bulkverify explain RUN MESSAGE.",
            new ReportTable("Your relays", ["relay", "condition", "state", "~what it says", "#against", "#judged", "#cannot tell", "messages"],
            [.. summary.RelayChecks.OrderBy(c => c.State switch { RequirementState.NotMet => 0, RequirementState.CannotTell => 1, _ => 2 }).Take(MaxRows).Select(c => (string[])
                [c.Relay, c.Name, StateOf(c.State), c.Words, ReportText.Number(c.Violations), ReportText.Number(c.Judged), ReportText.Number(c.Open), string.Join(", ", c.Examples.Select(PlaceOf))])],
            Math.Max(0, summary.RelayChecks.Count - MaxRows))),
    ];

    private static string StateOf(RequirementState state) => state switch { RequirementState.Met => "pass", RequirementState.NotMet => "FAIL", _ => "?" };

    private static string PlaceOf(SummaryExample example) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{example.Archive}@{example.Offset}");

    /// <summary>What passes of a sender: a line for each check, with messages to open and the commands that list the rest.</summary>
    public static ReportTable? MatrixOf(IReadOnlyDictionary<string, object?[][]> matrix, ReportTables tables, string sender) => !matrix.TryGetValue(sender, out object?[][]? rows)
        ? null
        : TableOf("What passes", tables.Matrix with { Rows = rows }, "check", "#pass", "#pass_share", "#fail", "#not_judged", "fail_examples", "$list_fail", "$list_pass");

    /// <summary>Lines of the matrix by sender.</summary>
    public static IReadOnlyDictionary<string, object?[][]> BySender(ReportTables tables) =>
        tables.Matrix.Rows.GroupBy(r => (string)r[0]!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    private static ReportSection[] Section(string anchor, string title, string intro, SummaryTable table, params string[] columns) =>
        table.Rows.Count == 0 ? [] : [new ReportSection(anchor, title, intro, TableOf(title, table, columns))];

    /// <param name="columns">Names of the columns to show, with the marks of <see cref="ReportTable.Columns"/>.</param>
    private static ReportTable TableOf(string caption, SummaryTable table, params string[] columns)
    {
        int[] places = [.. columns.Select(name => table.Columns.ToList().FindIndex(c => c.Name == ReportColumn.Of(name).Name))];
        return new ReportTable(
            caption, [.. places.Select((place, i) => columns[i][..^table.Columns[place].Name.Length] + table.Columns[place].Title)],
            [.. table.Rows.Take(MaxRows).Select(row => (string[])[.. places.Select(place => SummaryTableText.ForPeople(table.Columns[place].Kind, row[place], 1))])], Math.Max(0, table.Rows.Count - MaxRows));
    }
}
