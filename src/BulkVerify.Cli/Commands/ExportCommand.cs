using System.CommandLine;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify export RUN --format jsonl|csv|authres|dmarc-xml</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var format = new Option<string>("--format") { Description = "jsonl, csv, authres (an Authentication-Results header per message, RFC 8601) or dmarc-xml (aggregate reports, RFC 9990).", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv", "authres", "dmarc-xml");
        var authservId = new Option<string>("--authserv-id") { Description = "authres: who says it.", DefaultValueFactory = _ => "bulkverify.invalid", HelpName = "NAME" };
        var aggregate = new AggregateExportOptions();
        var organizations = new Option<string[]>("--organization") { Description = "Only mail of these organizations, as summary counts it: in their name, or with them in Reply-To or the display name.", HelpName = "DOMAIN,..." };
        var rows = new RowFilterOptions();
        var command = new Command("export",
            "Writes every row of a run, or what receivers would have reported.\n\n" +
            "Examples:\n" +
            "  bulkverify export bulkverify-run > rows.jsonl\n" +
            "  bulkverify export bulkverify-run --format csv --out rows.csv\n" +
            "  bulkverify export bulkverify-run --sender sendgrid --where dkim=fail --from 2026-03\n" +
            "  bulkverify export bulkverify-run --format authres --authserv-id archive.example.com > results.txt\n" +
            "  bulkverify export bulkverify-run --format dmarc-xml --out reports --email dmarc@example.com --period month\n" +
            "  bulkverify export bulkverify-run --format dmarc-xml --domain example.com --schema rfc7489 > example.com.xml")
        {
            run, format, authservId, organizations,
        };
        aggregate.AddTo(command);
        rows.AddTo(command, withDomain: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            RowFilter filter = rows.Read(parsed, aggregate.Domain);
            if (parsed.GetValue(format) == "dmarc-xml")
            {
                return (filter with { Domain = null }).IsNone && parsed.GetValue(organizations) is null or []
                    ? aggregate.Export(reader, parsed, cancellation)
                    : throw new UsageException("--format dmarc-xml reports all mail of a policy domain: of these options it takes --domain alone.");
            }
            if (parsed.GetValue(format) != "authres" && parsed.GetResult(authservId) is { Implicit: false })
                throw new UsageException("--authserv-id: belongs to --format authres.");
            string? file = aggregate.RowsFile(parsed);
            await using var output = new BufferedStream(file is null or "-" ? Console.OpenStandardOutput() : OutputFile.Create("--out", file), 1 << 16);
            Action<MessageRow> write = parsed.GetValue(format) switch
            {
                "csv" => row => RowCsv.Write(row, output),
                "authres" => row => AuthResultsText.Write(row, parsed.GetValue(authservId)!, output),
                _ => row => RowJson.Write(row, output),
            };
            if (parsed.GetValue(format) == "csv")
                RowCsv.WriteHeader(output);
            OurStreams ours = await OursAsync(reader, JudgingOptions.List(parsed.GetValue(organizations)), cancellation).ConfigureAwait(false);
            await foreach (MessageRow row in filter.RowsAsync(reader, cancellation).ConfigureAwait(false))
            {
                if (ours.Contains(row))
                    write(row);
            }
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>All mail unless organizations are asked for, also of a run that was given some.</summary>
    private static async Task<OurStreams> OursAsync(RunReader reader, string[] organizations, CancellationToken cancellation)
    {
        if (organizations.Length == 0)
            return OurStreams.All;
        VerifyOptions options = reader.Options with { Organizations = organizations };
        OptionValues.CheckOurs(options);
        return await OursOptions.StreamsAsync(reader, RunSummaries.TableContext(reader, options, reader.ReadZone()), cancellation).ConfigureAwait(false);
    }
}
