using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Tests;

/// <summary>Messages outside the period or the sample are counted and have no row.</summary>
public sealed class LeftOutTests : IDisposable
{
    private const int Messages = 200;
    private const int All = Messages + 5;

    /// <summary>2026-01-01T00:00:00Z; the messages of the archive are of its first minute.</summary>
    private const long Start = 1767225600;

    private readonly TestArchive _archive = new(Messages);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Mail_outside_the_period_is_counted_and_not_judged()
    {
        (RunOutcome outcome, List<MessageRow> rows) = await RunAsync("period", _archive.Options with { Since = Start + 10, Until = Start + 30 });
        Assert.True(outcome.Counts.IsBalanced);
        Assert.Equal(All, outcome.Counts.Messages);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.InRange(r.ReceivedAt!.Value, Start + 10, Start + 29));
        RunStatistics statistics = await RunReader.TryOpen(_archive.RunPath("period"))!.ReadStatisticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal((rows.Count, All - rows.Count, 0), (statistics.Messages, statistics.OutsidePeriod, statistics.NotSampled));
    }

    [Fact]
    public async Task A_sample_is_the_same_at_any_width_and_split_and_counts_the_rest()
    {
        (RunOutcome one, List<MessageRow> rows) = await RunAsync("one", _archive.Options with { Sample = 4 }, new EngineOptions { Threads = 1 });
        (RunOutcome many, List<MessageRow> again) = await RunAsync("many", _archive.Options with { Sample = 4 }, new EngineOptions { Threads = 4, SplitBytes = 20_000, BatchMessages = 7 });
        Assert.InRange(rows.Count, All / 8, All / 2);
        Assert.Equal(rows.Select(r => (r.Archive, r.Offset)), again.Select(r => (r.Archive, r.Offset)));
        Assert.True(one.Counts.IsBalanced && many.Counts.IsBalanced);
        Assert.Equal((All, All), (one.Counts.Messages, many.Counts.Messages));
        Assert.Equal(All - rows.Count, (await RunReader.TryOpen(_archive.RunPath("many"))!.ReadStatisticsAsync(TestContext.Current.CancellationToken)).NotSampled);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_archive.RunPath("one"), "summary.json"), Stop), await File.ReadAllTextAsync(Path.Combine(_archive.RunPath("many"), "summary.json"), Stop));
    }

    private async Task<(RunOutcome, List<MessageRow>)> RunAsync(string name, VerifyOptions options, EngineOptions? engine = null)
    {
        var folder = new RunFolder(_archive.RunPath(name));
        RunOutcome outcome = await new BulkVerifier(options, engine ?? new EngineOptions(), TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, Stop);
        List<MessageRow> rows = [];
        await foreach (MessageRow row in RunReader.TryOpen(folder.Root)!.ReadRowsAsync(Stop))
            rows.Add(row);
        return (outcome, rows);
    }
}
