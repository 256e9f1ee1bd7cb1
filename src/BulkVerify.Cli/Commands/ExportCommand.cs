using System.CommandLine;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify export RUN --format jsonl|csv</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "Run folder." };
        var format = new Option<string>("--format") { Description = "jsonl or csv.", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var command = new Command("export",
            "Writes every row of a run to standard output.\n\n" +
            "Examples:\n  bulkverify export bulkverify-run > rows.jsonl\n  bulkverify export bulkverify-run --format csv > rows.csv")
        {
            run, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            RunReader reader = RunAccess.Open(parsed.GetValue(run)!);
            using Stream output = Console.OpenStandardOutput();
            await using var buffered = new BufferedStream(output, 1 << 16);
            bool csv = parsed.GetValue(format) == "csv";
            if (csv)
                RowCsv.WriteHeader(buffered);
            await foreach (MessageRow row in reader.ReadRowsAsync(cancellation).ConfigureAwait(false))
            {
                if (csv)
                    RowCsv.Write(row, buffered);
                else
                    RowJson.Write(row, buffered);
            }
            return ExitCode.Done;
        });
        return command;
    }
}
