using System.CommandLine;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Queries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify query RUN "SELECT ..."</summary>
internal static class QueryCommand
{
    /// <summary>The engine needs some room for each thread.</summary>
    private const long MinMemory = 64L << 20;

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var sql = new Argument<string>("SQL") { Description = "One statement that reads (DuckDB's SQL): SELECT, WITH, FROM, DESCRIBE, SUMMARIZE; '-' takes it from standard input." };
        var format = new Option<string?>("--format") { Description = "table, csv, json or jsonl. Default: table on a terminal, csv otherwise." };
        format.AcceptOnlyFromAmong("table", "csv", "json", "jsonl");
        var memory = new Option<string>("--memory") { Description = "Memory of the SQL engine; what does not fit goes to the run folder for a while.", DefaultValueFactory = _ => "1G", HelpName = "SIZE" };
        var threads = NumberOption.Threads("Threads of the SQL engine.", Environment.ProcessorCount);
        var command = new Command("query",
            "Asks the rows of a run in SQL. The view \"rows\" has one row per message; the query can read nothing else and change nothing.\n\n" +
            "Examples:\n" +
            "  bulkverify query bulkverify-run \"SELECT sender, count(*) AS messages, avg((assessment = 'Pass')::int) AS share FROM rows GROUP BY ALL ORDER BY messages DESC\"\n" +
            "  bulkverify query bulkverify-run \"SELECT archive, \\\"offset\\\", spf_path FROM rows WHERE spf_result = 'permerror'\" --format jsonl\n" +
            "  bulkverify query bulkverify-run \"SELECT k.d, k.s, max(k.bits) AS bits, count(*) AS used FROM rows, unnest(dkim) AS u(k) GROUP BY ALL ORDER BY used DESC\"\n" +
            "  bulkverify query bulkverify-run \"DESCRIBE rows\"\n\n" +
            "Columns of rows (absent texts are empty, not NULL):\n" + string.Join('\n', RowsView.Columns.Select(c => $"  {c.Name,-24}{c.Meaning}".TrimEnd())))
        {
            run, sql, format, memory, threads,
        };
        command.SetAction((parsed, cancellation) =>
        {
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            var options = new QueryOptions
            {
                MemoryBytes = MemoryOf(parsed.GetValue(memory)!),
                Threads = threads.Of(parsed),
                SpillFolder = RunAccess.SpillFolder(reader),
            };
            return Task.FromResult(Run(reader, TextOf(parsed.GetValue(sql)!), parsed.GetValue(format) ?? (Screen.OutputIsTerminal ? "table" : "csv"), options, cancellation));
        });
        return command;
    }

    private static int Run(RunReader reader, string sql, string format, QueryOptions options, CancellationToken cancellation)
    {
        string[] files = RunAccess.RowFiles(reader);
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        IQueryWriter writer = format switch
        {
            "table" => new QueryTableView(Screen.Output),
            "csv" => new CsvQueryWriter(output),
            _ => new JsonQueryWriter(output, lines: format == "jsonl"),
        };
        try
        {
            RowQuery.Run(files, sql, options, writer, cancellation);
            return ExitCode.Done;
        }
        catch (QueryException e)
        {
            SummaryView.WriteLine(Screen.Error, $"bulkverify: query: {SafeText.Of(e.Message)}");
            return e.IsUsage ? ExitCode.Usage : ExitCode.Failed;
        }
    }

    private static string TextOf(string sql) => sql == "-" ? Console.In.ReadToEnd() : sql;

    private static long MemoryOf(string text) =>
        SizeText.TryParse(text, out long bytes) && bytes >= MinMemory ? bytes : throw new UsageException($"--memory {text}: give a size from 64M up, such as 512M or 4G.");
}
