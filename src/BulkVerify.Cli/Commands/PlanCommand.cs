using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Cli.Terminal;
using BulkVerify.Engine;
using BulkVerify.Engine.Forecasts;

namespace BulkVerify.Cli.Commands;

/// <summary>bulkverify plan PATH...</summary>
internal static class PlanCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Archives and folders, as for verify.", Arity = ArgumentArity.OneOrMore };
        var judging = new JudgingOptions();
        var working = new WorkingOptions();
        var command = new Command("plan",
            "Reads headers only and forecasts messages, DNS questions and the time of asking.\n\n" +
            "Nothing is asked and nothing is written. The options are those of verify; --dns is not used.\n\n" +
            "Examples:\n" +
            "  bulkverify plan archives/\n" +
            "  bulkverify plan inbox.mbox.gz mail/ --dns-qps 50\n" +
            "  bulkverify plan archives/ --relay mx1.example.com --json")
        {
            paths,
        };
        judging.AddTo(command);
        working.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            VerifyOptions options = judging.Read(parsed, parsed.GetValue(paths)!, "none");
            if (options.Paths.Contains("-"))
                throw new UsageException("plan reads files and folders; what comes through standard input would be gone when verify wants it.");
            EngineOptions engine = working.Read(parsed);
            ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), cancellation);
            foreach (Fault fault in plan.Faults)
                SummaryView.WriteLine(Screen.Error, $"{SafeText.Of(fault.Archive)}: {SafeText.Of(fault.Detail)}");
            using var progress = new ProgressView(parsed.GetValue(working.Quiet));
            Forecast forecast = await new ArchiveForecaster(options, engine, TimeProvider.System).RunAsync(plan, progress.Update, cancellation).ConfigureAwait(false);
            progress.Dispose();
            if (parsed.GetValue(working.Json))
                Console.Out.WriteLine(JsonSerializer.Serialize(Shape(forecast, engine.DnsQueriesPerSecond), Json));
            else
                Write(forecast, engine.DnsQueriesPerSecond);
            return plan.Faults.Count > 0 ? ExitCode.DoneWithFaults : ExitCode.Done;
        });
        return command;
    }

    private static void Write(Forecast forecast, int qps)
    {
        Line("archives", forecast.Archives, SizeText.ForPeople(forecast.Bytes));
        Line("messages", forecast.Messages, forecast.Refused == 0 ? "" : $"{SummaryView.Number(forecast.Refused)} of them over a limit: they will be refused");
        SummaryView.WriteLine(Screen.Output, "");
        SummaryView.WriteLine(Screen.Output, forecast.IsComplete ? "distinct questions" : "distinct questions (at least: there are more than are told apart)");
        Line("  keys", forecast.Questions[QuestionUse.Key], "of DKIM signatures and ARC sets");
        Line("  SPF", forecast.Questions[QuestionUse.Spf], "records of MAIL FROM and HELO names");
        Line("  DMARC", forecast.Questions[QuestionUse.Dmarc], "records of From domains and the names above them");
        Line("  in all", forecast.Known, "named by the headers");
        Line("  further", forecast.FurtherEstimate, "estimated: includes and hosts that SPF records name");
        SummaryView.WriteLine(Screen.Output, "");
        SummaryView.WriteLine(Screen.Output, forecast.TimeAt(qps, withFurther: false) is { } least && forecast.TimeAt(qps, withFurther: true) is { } likely
            ? $"asking takes {Text(least)} to {Text(likely)} at {SummaryView.Number(qps)} questions a second (--dns-qps)"
            : "asking takes as long as the servers take (--dns-qps 0 sets no rate)");
        SummaryView.WriteLine(Screen.Output, "nothing was asked; what a recording or zone holds (--dns FILE) takes no time");
    }

    private static void Line(string name, long number, string text) =>
        SummaryView.WriteLine(Screen.Output, string.Create(CultureInfo.InvariantCulture, $"{name,-10}{number,14:N0}   {text}").TrimEnd());

    private static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };

    private static object Shape(Forecast forecast, int qps) => new
    {
        forecast.Archives,
        forecast.Bytes,
        forecast.Messages,
        forecast.Refused,
        Questions = new
        {
            Keys = forecast.Questions[QuestionUse.Key],
            Spf = forecast.Questions[QuestionUse.Spf],
            Dmarc = forecast.Questions[QuestionUse.Dmarc],
            forecast.Known,
            forecast.FurtherEstimate,
            forecast.IsComplete,
        },
        QuestionsPerSecond = qps,
        LeastSeconds = forecast.TimeAt(qps, withFurther: false)?.TotalSeconds,
        LikelySeconds = forecast.TimeAt(qps, withFurther: true)?.TotalSeconds,
    };
}
