using System.CommandLine;
using System.Text;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify summary RUN</summary>
internal static class SummaryCommand
{
    /// <summary>Groups shown to people unless they ask for more.</summary>
    private const int GroupsShown = 40;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var by = new Option<string?>("--by") { Description = "One table of groups: stream, vendor, platform (whose servers a vendor uses), from (From domain), month, address or reason. Without it: the whole summary.", HelpName = "GROUP" };
        by.AcceptOnlyFromAmong([.. Enum.GetNames<SummaryGrouping>().Select(n => n.ToLowerInvariant())]);
        var format = new Option<string>("--format") { Description = "table, csv, json or markdown.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "markdown");
        var json = new Option<bool>("--json") { Description = "The same as --format json." };
        var distinct = new Option<bool>("--distinct") { Description = "Count copies of a message (same Message-ID and body) once." };
        var domain = new Option<string?>("--domain") { Description = "Only mail of this From domain.", HelpName = "DOMAIN" };
        var vendor = new Option<string?>("--vendor", "--sender") { Description = "Only mail of this vendor (its id) or sender domain.", HelpName = "NAME" };
        var from = new Option<string?>("--from") { Description = "Only mail received on this day, in this month or year, or later (UTC).", HelpName = "DATE" };
        var to = new Option<string?>("--to") { Description = "Only mail received on this day, in this month or year, or earlier (UTC).", HelpName = "DATE" };
        var examples = new Option<int>("--examples") { Description = $"Messages to open shown per group, up to {CauseTally.MaxExamples}.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var limit = new Option<int>("--limit") { Description = "Groups shown in a table or in Markdown; CSV and JSON have all.", DefaultValueFactory = _ => GroupsShown, HelpName = "N" };
        Option<string[]> organizations = JudgingOptions.OrganizationOption();
        var command = new Command("summary",
            "Prints the summary of a run from its folder alone, or one table of groups of it.\n\n" +
            "Examples:\n" +
            "  bulkverify summary bulkverify-run\n" +
            "  bulkverify summary bulkverify-run --by month --vendor salesforce\n" +
            "  bulkverify summary bulkverify-run --by reason --domain example.com --from 2026-01 --examples 3\n" +
            "  bulkverify summary bulkverify-run --by vendor --format markdown > vendors.md\n" +
            "  bulkverify summary bulkverify-run --organization example.com,example.org --distinct")
        {
            run, by, format, json, distinct, domain, vendor, from, to, examples, limit, organizations,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            var filter = new RowFilter(
                parsed.GetValue(domain)?.ToLowerInvariant(), parsed.GetValue(vendor), parsed.GetValue(distinct),
                RowFilter.StartOf("--from", parsed.GetValue(from)), RowFilter.EndOf("--to", parsed.GetValue(to)));
            string form = parsed.GetValue(json) ? "json" : parsed.GetValue(format)!;
            if (parsed.GetValue(by) is { } group)
                WriteGroups(await GroupsAsync(reader, filter, Enum.Parse<SummaryGrouping>(group, ignoreCase: true), cancellation).ConfigureAwait(false), form,
                    RunAccess.Bounded("--examples", parsed.GetValue(examples), 0), RunAccess.Bounded("--limit", parsed.GetValue(limit), 1));
            else
                Write(await SummaryAsync(reader, filter, JudgingOptions.OrganizationNames(parsed.GetValue(organizations)), cancellation).ConfigureAwait(false), form, parsed.GetValue(run)!);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Summary> SummaryAsync(RunReader reader, RowFilter filter, string[] organizations, CancellationToken cancellation)
    {
        RunStatistics statistics = filter.IsNone ? reader.ReadStatistics() : new RunStatistics();
        if (!filter.IsNone)
        {
            await foreach (MessageRow row in filter.RowsAsync(reader, cancellation).ConfigureAwait(false))
                statistics.Add(row);
        }
        VerifyOptions options = organizations.Length == 0 ? reader.Manifest.Options : reader.Manifest.Options with { Organizations = organizations };
        return Summary.From(statistics, RunAccess.PlanFaults(reader).Concat(reader.ReadFaults()), RunSetup.Summaries(options));
    }

    private static async Task<SummaryTable> GroupsAsync(RunReader reader, RowFilter filter, SummaryGrouping by, CancellationToken cancellation)
    {
        var groups = new SummaryGroups(by);
        if (filter.IsNone && groups.TakesStreams)
        {
            foreach ((StreamKey stream, StreamTally tally) in reader.ReadStatistics().Streams)
                groups.Add(stream, tally);
            return groups.ToTable();
        }
        await foreach (MessageRow row in filter.RowsAsync(reader, cancellation).ConfigureAwait(false))
            groups.Add(row);
        return groups.ToTable();
    }

    private static void Write(Summary summary, string format, string path)
    {
        using Stream output = Console.OpenStandardOutput();
        switch (format)
        {
            case "json":
                SummaryJson.Write(summary, output);
                break;
            case "csv":
                SummaryCsv.Write(summary, output);
                break;
            case "markdown":
                throw new UsageException("--format markdown is for one table: add --by, such as --by stream.");
            default:
                SummaryView.Write(Screen.Output, summary, path);
                break;
        }
    }

    private static void WriteGroups(SummaryTable table, string format, int examples, int limit)
    {
        using Stream output = Console.OpenStandardOutput();
        if (format == "json")
        {
            SummaryTableText.WriteJson(table, examples, output);
            return;
        }
        if (format == "table")
        {
            GroupTable.Write(Screen.Output, table, limit, examples);
        }
        else
        {
            using var text = new StreamWriter(output, Utf8);
            if (format == "csv")
                SummaryTableText.WriteCsv(table, examples, text);
            else
                SummaryTableText.WriteMarkdown(table with { Rows = [.. table.Rows.Take(limit)] }, examples, text);
        }
        if (format != "csv" && table.Rows.Count > limit)
            SummaryView.WriteLine(Screen.Error, $"{SummaryView.Number(table.Rows.Count - limit)} more groups: --limit shows them, --format csv has all.");
    }
}
