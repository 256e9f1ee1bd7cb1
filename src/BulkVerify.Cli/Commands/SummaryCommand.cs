using System.CommandLine;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify summary RUN</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var format = new Option<string>("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var json = new Option<bool>("--json") { Description = "The same as --format json." };
        var distinct = new Option<bool>("--distinct") { Description = "Count copies of a message (same Message-ID and body) once." };
        var domain = new Option<string?>("--domain") { Description = "Only mail of this From domain.", HelpName = "DOMAIN" };
        var sender = new Option<string?>("--sender") { Description = "Only mail of this sender.", HelpName = "NAME" };
        Option<string[]> organizations = JudgingOptions.OrganizationOption();
        var command = new Command("summary",
            "Prints the summary of a run from its folder alone.\n\n" +
            "Examples:\n  bulkverify summary bulkverify-run\n  bulkverify summary bulkverify-run --domain example.com --distinct\n  bulkverify summary bulkverify-run --format csv > summary.csv")
        {
            run, format, json, distinct, domain, sender, organizations,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(run)!;
            RunReader reader = RunAccess.Open(path);
            var filter = new RowFilter(parsed.GetValue(domain)?.ToLowerInvariant(), parsed.GetValue(sender), parsed.GetValue(distinct));
            RunStatistics statistics = filter.IsNone ? reader.ReadStatistics() : await filter.CountAsync(reader, cancellation).ConfigureAwait(false);
            string[] names = JudgingOptions.OrganizationNames(parsed.GetValue(organizations));
            VerifyOptions options = names.Length == 0 ? reader.Manifest.Options : reader.Manifest.Options with { Organizations = names };
            Summary summary = Summary.From(statistics, RunAccess.PlanFaults(reader).Concat(reader.ReadFaults()), RunSetup.Summaries(options));
            Write(summary, parsed.GetValue(json) ? "json" : parsed.GetValue(format)!, path);
            return ExitCode.Done;
        });
        return command;
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
            default:
                SummaryView.Write(Screen.Output, summary, path);
                break;
        }
    }

    private sealed record RowFilter(string? Domain, string? Sender, bool Distinct)
    {
        public bool IsNone => Domain is null && Sender is null && !Distinct;

        public async Task<RunStatistics> CountAsync(RunReader reader, CancellationToken cancellation)
        {
            var statistics = new RunStatistics();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            await foreach (MessageRow row in reader.ReadRowsAsync(cancellation).ConfigureAwait(false))
            {
                if ((Domain is null || row.AuthorDomain == Domain) && (Sender is null || row.Sender == Sender)
                    && (!Distinct || row.Fingerprint.Length == 0 || seen.Add(row.Fingerprint)))
                    statistics.Add(row);
            }
            return statistics;
        }
    }
}
