using System.CommandLine;
using System.Text;
using BulkVerify.Cli.Terminal;
using BulkVerify.Dns;
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
        var by = new Option<string?>("--by") { Description = "One table of groups: stream, vendor, platform (whose servers a vendor uses), from (From domain), month, address, reason (root causes and what mends them), matrix (each sender against SPF, DKIM and DMARC), key (each DKIM key), spf (look-ups of each SPF record and include), rules (what Google, Yahoo and Microsoft ask of bulk senders) or change (when a mechanism broke, a sender came that does not pass, or mail was forwarded, and what changed then). Without it: the whole summary.", HelpName = "GROUP" };
        by.AcceptOnlyFromAmong([.. RowTables.Names]);
        var format = new Option<string>("--format") { Description = "table, csv, json or markdown.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "markdown");
        var json = new Option<bool>("--json") { Description = "The same as --format json." };
        var rows = new RowFilterOptions();
        var examples = new NumberOption("--examples", $"Messages to open shown per group, up to {CauseTally.MaxExamples}.", least: 0, preset: 1);
        var limit = new NumberOption("--limit", "Groups shown in a table or in Markdown; CSV and JSON have all.", least: 1, preset: GroupsShown);
        var groups = new NumberOption("--max-groups", "Groups of a table told apart, those with the most messages; all others are counted together in one line. Memory grows with it, by 2 to 3 KB each.", least: 1, preset: GroupBound.DefaultMost);
        NumberOption prove = ProveOption();
        var ours = new OursOptions();
        var command = new Command("summary",
            "Prints the summary of a run from its folder alone, or one table of groups of it.\n\n" +
            "Examples:\n" +
            "  bulkverify summary bulkverify-run\n" +
            "  bulkverify summary bulkverify-run --by month --vendor salesforce\n" +
            "  bulkverify summary bulkverify-run --by reason --domain example.com --from 2026-01 --examples 3\n" +
            "  bulkverify summary bulkverify-run --by matrix --format markdown > vendors.md\n" +
            "  bulkverify summary bulkverify-run --by key --domain example.com\n" +
            "  bulkverify summary bulkverify-run --organization example.com,example.org --distinct")
        {
            run, by, format, json, examples, limit, groups, prove,
        };
        ours.AddTo(command);
        rows.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ShortCommand.Begin();
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            RowFilter filter = rows.Read(parsed);
            string form = parsed.GetValue(json) ? "json" : parsed.GetValue(format)!;
            VerifyOptions options = ours.Read(parsed, reader);
            if (parsed.GetValue(by) is { } name)
                WriteGroups(await TableAsync(reader, filter, name, options, parsed.GetValue(run)!, groups.Of(parsed), form, cancellation).ConfigureAwait(false), form,
                    examples.Of(parsed), limit.Of(parsed), HintOf(name, filter, parsed.GetValue(run)!, options), NothingOf(name));
            else
                Write(await SummaryAsync(reader, filter, options, prove.Of(parsed), cancellation).ConfigureAwait(false), form, filter, parsed.GetValue(run)!, options);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>How many changes of records are proven.</summary>
    internal static NumberOption ProveOption() => new(
        "--prove", "Changes of records to prove, those that gain most first: the mail is judged again under each, where the run kept its digests (verify --keep-digests). What is proven stays so.", least: 0, preset: RunSummaries.DefaultMaxProven);

    private static async Task<Summary> SummaryAsync(RunReader reader, RowFilter filter, VerifyOptions options, int prove, CancellationToken cancellation)
    {
        IEnumerable<Fault> faults = RunAccess.PlanFaults(reader).Concat(reader.ReadFaults());
        if (filter.IsNone)
            return await RunSummaries.OfAsync(reader, faults, options, cancellation, prove).ConfigureAwait(false);
        SummaryContext context = RunSummaries.UnprovenContext(reader, options);
        return Summary.From(await StatisticsAsync(reader, filter, context, cancellation).ConfigureAwait(false), faults, context);
    }

    /// <summary>What the rows that the filter takes come to.</summary>
    private static async Task<RunStatistics> StatisticsAsync(RunReader reader, RowFilter filter, SummaryContext context, CancellationToken cancellation)
    {
        if (filter.IsNone)
            return await RunSummaries.StatisticsAsync(reader, context, cancellation).ConfigureAwait(false);
        using StatisticsStore store = reader.NewStatistics();
        await foreach (MessageRow row in filter.RowsAsync(reader, cancellation).ConfigureAwait(false))
            store.Add(row);
        await using Stream counted = store.ToStream();
        return await OurStreams.StatisticsAsync(SummaryStatistics.Read(counted, context), context, () => filter.RowsAsync(reader, cancellation)).ConfigureAwait(false);
    }

    private static async Task<SummaryTable> TableAsync(RunReader reader, RowFilter filter, string name, VerifyOptions options, string path, int mostGroups, string form, CancellationToken cancellation)
    {
        IDatedView zone = reader.ReadZone();
        SummaryContext context = RunSummaries.TableContext(reader, options, zone);
        IRowTable table = Create(GroupBound.First(mostGroups));
        // Other tables of all rows need no statistics.
        bool areCounted = table is SummaryGroups or ChangeTable;
        RunStatistics statistics = areCounted ? await StatisticsAsync(reader, filter, context, cancellation).ConfigureAwait(false) : new RunStatistics();
        OurStreams ours = await OursOptions.StreamsAsync(reader, context, cancellation).ConfigureAwait(false);
        Action<StreamKey, StreamTally>? add = table switch
        {
            SummaryGroups groups when groups.TakesStreams(statistics.FoldedStreams > 0) => groups.Add,
            ChangeTable changes => changes.Add,
            _ => null,
        };
        if (add is null)
            table = await BoundedTable.FillAsync(Create, mostGroups, OursAsync).ConfigureAwait(false);
        else
            TakeStreams(add, statistics, ours);
        if (table.Bound is { Others: > 0 } bound)
            SummaryView.WriteLine(Screen.Error, $"the {SummaryView.Number(bound.Most)} largest groups are told apart, {SummaryView.Number(bound.Others)} others counted together in one line; --max-groups N tells more of them apart.");
        return form is "csv" or "json" ? table.ToTable() : table is MatrixTable matrix && filter.Sender is not null ? matrix.ToTable().WithoutDetails() : table.ToPeoplesTable();

        // What a terminal shows works there as it is; files name the program whoever made them, and however.
        IRowTable Create(GroupBound bound) => RowTables.Create(name, context, zone, filter.Lister(form == "table" ? Invocation.Text : Invocation.Tool, path, options.Organizations), bound);

        async IAsyncEnumerable<MessageRow> OursAsync()
        {
            await foreach (MessageRow row in filter.RowsAsync(reader, cancellation).ConfigureAwait(false))
            {
                if (ours.Contains(row))
                    yield return row;
            }
        }
    }

    private static void TakeStreams(Action<StreamKey, StreamTally> add, RunStatistics statistics, OurStreams ours)
    {
        foreach ((StreamKey stream, StreamTally tally) in statistics.Streams.Where(s => ours.Contains(s.Key)))
            add(stream, tally);
    }

    private static void Write(Summary summary, string format, RowFilter filter, string path, VerifyOptions options)
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
            case "table" when summary.Messages == 0 && !filter.IsNone:
                SummaryView.WriteLine(Screen.Error, "nothing to show: no message of the run is of the period, domain, vendor and sender that are asked for.");
                break;
            default:
                SummaryView.Write(Screen.Output, summary, path, RunPresenter.Judged(options));
                break;
        }
    }

    /// <summary>How the messages behind the numbers of a table are listed.</summary>
    private static string HintOf(string name, RowFilter filter, string path, VerifyOptions options) => name switch
    {
        "change" => "messages before and after: export with --sender, --domain, --from and --to; explain opens one.",
        "matrix" when filter.Sender is { } sender => $"messages of a cell: {filter.Lister(Invocation.Text, path, options.Organizations)(sender, "", "")} --where CHECK=pass, or =fail, or =unknown",
        "matrix" => "a cell's messages: --vendor SENDER shows examples and the command that lists the rest; --json and --format csv have them for all.",
        _ => "--json and --format csv name, for each line, the command that lists its messages.",
    };

    /// <summary>What an empty table says.</summary>
    private static string NothingOf(string name) => name switch
    {
        "change" => "no mechanism broke or was mended for good, no sender began to fail, and no mail took another way",
        "reason" => "no message of the run that was asked for fails",
        "key" => "no message of the run that was asked for is signed",
        _ => "no message of the run falls into this table",
    };

    private static void WriteGroups(SummaryTable table, string format, int examples, int limit, string hint, string nothing)
    {
        using Stream output = Console.OpenStandardOutput();
        if (format == "json")
        {
            SummaryTableText.WriteJson(table, examples, output);
            return;
        }
        if (format == "table")
        {
            if (table.Rows.Count > 0)
                GroupTable.Write(Screen.Output, table, limit, examples);
            SummaryView.WriteLine(Screen.Error, table.Rows.Count > 0 ? hint : $"nothing to show: {nothing}.");
        }
        else
        {
            using var text = new StreamWriter(output, Utf8);
            if (format == "csv")
                SummaryTableText.WriteCsv(table, examples, text);
            else
                SummaryTableText.WriteMarkdown(table with { Rows = [.. table.Rows.Take(limit)] }, examples, text);
        }
        if (format is "table" or "markdown" && table.Rows.Count > limit)
            SummaryView.WriteLine(Screen.Error, $"{SummaryView.Count(table.Rows.Count - limit, "more group", "more groups")}: --limit shows {(table.Rows.Count - limit == 1 ? "it" : "them")}, --format csv has all.");
    }
}
