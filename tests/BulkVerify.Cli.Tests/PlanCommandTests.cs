using System.Text.Json;

namespace BulkVerify.Cli.Tests;

public sealed class PlanCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-plan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Forecasts_messages_questions_and_time_and_writes_nothing()
    {
        CommandRun run = await CommandRun.StartAsync(_folder, "plan", CommandRun.Sample, "--quiet", "--dns-qps", "50");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("at 50 questions a second (--dns-qps)", run.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was asked", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));

        JsonElement json = JsonDocument.Parse((await CommandRun.StartAsync(_folder, "plan", CommandRun.Sample, "--quiet", "--dns-qps", "50", "--json")).Output).RootElement;
        Assert.Equal(600, json.GetProperty("messages").GetInt64());
        JsonElement questions = json.GetProperty("questions");
        Assert.InRange(questions.GetProperty("keys").GetInt64(), 50, 600);
        Assert.Equal(questions.GetProperty("known").GetInt64() / 50.0, json.GetProperty("least_seconds").GetDouble());
    }

    [Fact]
    public async Task Standard_input_is_refused_because_it_can_be_read_once()
    {
        CommandRun run = await CommandRun.StartAsync(_folder, "plan", "-");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("standard input", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_period_and_a_sample_leave_out_is_in_the_summary()
    {
        CommandRun run = await CommandRun.StartAsync(_folder, "verify", CommandRun.Sample, "--quiet", "--json", "--since", "2026-02", "--until", "2026-03-15", "--sample", "2");
        Assert.Equal(0, run.ExitCode);
        JsonElement summary = JsonDocument.Parse(run.Output).RootElement;
        long judged = summary.GetProperty("messages").GetInt64(), outside = summary.GetProperty("outside_period").GetInt64(), unsampled = summary.GetProperty("not_sampled").GetInt64();
        Assert.Equal(600, judged + outside + unsampled);
        Assert.InRange(unsampled, 200, 400);
        Assert.InRange(judged, 1, 200);
        string table = (await CommandRun.StartAsync(_folder, "summary", "bulkverify-run")).Output;
        Assert.Contains("outside the period (--since, --until), not judged", table, StringComparison.Ordinal);
        Assert.Contains("not sampled (--sample), not judged", table, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.StartAsync(_folder, "verify", CommandRun.Sample, "--sample", "0")).ExitCode);
    }
}
