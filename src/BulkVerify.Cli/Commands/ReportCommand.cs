using System.CommandLine;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Pages;
using BulkVerify.Reports.Queries;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify report RUN</summary>
internal static class ReportCommand
{
    /// <summary>Memory of the SQL engine in bytes: its tables are grouped by stream, and spill.</summary>
    private const long QueryMemory = 512L << 20;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var output = new Option<string?>("--out") { Description = "File to write; '-' is standard output. Default: report.html in the run folder.", HelpName = "FILE" };
        NumberOption prove = SummaryCommand.ProveOption();
        var ours = new OursOptions();
        ours.Organizations.Description += " Mail of others is left out of the report.";
        var command = new Command("report",
            "Writes report.html: one file that opens offline, with the answer at the top and the details of every sender below.\n\n" +
            "Examples:\n  bulkverify report bulkverify-run\n  bulkverify report bulkverify-run --out june.html\n  bulkverify report bulkverify-run --organization example.com")
        {
            run, output, prove,
        };
        ours.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(run)!;
            ShortCommand.Begin();
            RunReader reader = RunAccess.Open(path);
            ReportModel model = await BuildAsync(reader, path, ours.Read(parsed, reader), prove.Of(parsed), cancellation).ConfigureAwait(false);
            string file = parsed.GetValue(output) ?? reader.Folder.ReportFile;
            if (file == "-")
            {
                await using Stream standard = Console.OpenStandardOutput();
                await HtmlReport.WriteAsync(model, standard).ConfigureAwait(false);
                return ExitCode.Done;
            }
            await using (FileStream stream = OutputFile.Create(parsed.GetValue(output) is null ? "" : "--out", file))
                await HtmlReport.WriteAsync(model, stream).ConfigureAwait(false);
            SummaryView.WriteLine(Screen.Output, SafeText.Of(file));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<ReportModel> BuildAsync(RunReader reader, string path, VerifyOptions options, int prove, CancellationToken cancellation)
    {
        SummaryContext summaries = await RunSummaries.ContextAsync(reader, options, cancellation, prove).ConfigureAwait(false);
        RunStatistics statistics = await RunSummaries.StatisticsAsync(reader, summaries, cancellation).ConfigureAwait(false);
        Fault[] faults = [.. RunAccess.PlanFaults(reader), .. reader.ReadFaults()];
        Summary summary = Summary.From(statistics, faults, summaries);
        OurStreams ours = OurStreams.Of(summary, summaries);
        ReportTables tables = await ReportTables.MakeAsync(
            () => reader.ReadRowsAsync(cancellation), statistics, summaries, reader.ReadZone(), ours, RowFilter.None.Lister(Invocation.Tool, path, options.Organizations)).ConfigureAwait(false);
        var source = new ReportSource
        {
            RowFiles = RunAccess.RowFiles(reader),
            Statistics = statistics,
            Faults = faults,
            Summary = summary,
            Ours = ours,
            Tables = tables,
            Facts = FactsOf(reader.Manifest),
            ExplainCommand = place => $"bulkverify explain {Invocation.Quote(path)} {Invocation.Quote(place)}",
        };
        try
        {
            return ReportBuilder.Build(source, new QueryOptions { SpillFolder = RunAccess.SpillFolder(reader), MemoryBytes = QueryMemory }, cancellation);
        }
        catch (QueryException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static List<ReportFact> FactsOf(RunManifest manifest)
    {
        VerifyOptions options = manifest.Options;
        var facts = new List<ReportFact>
        {
            new("Archives", string.Join(", ", options.Paths)),
            new("DNS answers from", manifest.DnsProvenance),
            new("DMARC rules", options.Rules switch { DmarcRuleChoice.Rfc9989 => "RFC 9989", DmarcRuleChoice.Rfc7489 => "RFC 7489", _ => "RFC 9989, and RFC 7489 beside it" }),
            new("Expiry judged at", options.AsOf == "receipt" ? "the time of receipt" : options.AsOf),
            new("Mbox reading", options.Separators == "auto" ? options.Mbox : $"{options.Mbox}, {options.Separators} separators"),
            new("Largest message", SizeText.ForPeople(options.MaxMessageBytes)),
            new("Own relays", options.Relays.Count == 0 ? "none named" : string.Join(", ", options.Relays)),
            new("Own relays that send out", options.OutboundRelays.Count == 0 ? "none named" : string.Join(", ", options.OutboundRelays)),
            new("Trusted Authentication-Results", options.TrustedAuthservIds.Count == 0 ? "none named" : string.Join(", ", options.TrustedAuthservIds)),
            new("Public suffix rules", $"{options.PublicSuffixFile ?? "built in"}{(manifest.PublicSuffixDate.Length == 0 ? "" : $", of {manifest.PublicSuffixDate}")}"),
            new("Vendor catalog", options.VendorsFile is null ? "built in" : $"built in, with {options.VendorsFile}"),
            new("Program", $"BulkVerify {manifest.ProgramVersion}"),
        };
        if (manifest.State != RunState.Finished)
            facts.Insert(0, new ReportFact("State", "the run is not finished: this covers what is committed so far"));
        return facts;
    }
}
