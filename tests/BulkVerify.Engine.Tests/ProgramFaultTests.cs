using System.Collections.Concurrent;
using System.Text.Json;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Engine.Tests.WhatIf;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Tests;

/// <summary>Errors of the program in each stage: they cost the messages they meet, and nothing else.</summary>
public sealed class ProgramFaultTests : IDisposable
{
    private const int Messages = 300;

    private readonly TestArchive _archive = new(Messages);

    public void Dispose() => _archive.Dispose();

    [Theory]
    [InlineData(StageKind.Digest)]
    [InlineData(StageKind.Prepare)]
    [InlineData(StageKind.Verify)]
    [InlineData(StageKind.Judge)]
    [InlineData(StageKind.Tally)]
    public async Task An_error_in_a_stage_costs_the_messages_it_meets(object stage)
    {
        void Probe(StageKind at, MessageLocator message)
        {
            if (at == (StageKind)stage && message.Offset % 7 == 0)
                throw new InvalidOperationException("made for\na test.");
        }
        var folder = new RunFolder(_archive.RunPath("run"));
        RunOutcome outcome = await RunAsync(folder, new EngineOptions { Threads = 2, BatchMessages = 50, SplitBytes = 50_000 }, Probe, keepDigests: true);
        Assert.Null(outcome.Failure);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
        Assert.True(outcome.Counts.IsBalanced);
        Assert.Equal(Messages + 5, outcome.Counts.Messages);

        List<MessageRow> rows = await RowsAsync(folder);
        List<Fault> faults = [.. RunReader.TryOpen(folder.Root)!.ReadFaults()];
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Equal((FaultKind.Internal, 0L), (f.Kind, f.Offset % 7)));
        Assert.All(faults, f => Assert.Contains("InvalidOperationException: made for a test", f.Detail, StringComparison.Ordinal));
        Assert.All(rows, r => Assert.NotEqual(0, r.Offset % 7));
        Assert.Equal(outcome.Counts.Messages, rows.Count + faults.Count);
        Assert.Equal(rows.Count, (await RunReader.TryOpen(folder.Root)!.ReadStatisticsAsync(TestContext.Current.CancellationToken)).Messages);

        var judgedAgain = new ConcurrentBag<MessageLocator>();
        await RunDigests.ForEachAsync(RunReader.TryOpen(folder.Root)!, 2, () => new EachDigest((_, kept) => judgedAgain.Add(kept.Read().Locator)), TestContext.Current.CancellationToken);
        Assert.Equal(rows.Select(r => new MessageLocator(r.Archive, r.Offset)).Order(), judgedAgain.Order());

        (List<string> expected, IReadOnlyList<Fault> expectedFaults) = await ReferenceAsync(Probe);
        Assert.Equal(expected, rows.Select(r => JsonSerializer.Serialize(r)));
        Assert.Equal(expectedFaults.Select(f => (f.Archive, f.Offset, f.Detail)).Order(), faults.Select(f => (f.Archive, f.Offset, f.Detail)).Order());
    }

    [Fact]
    public async Task An_error_while_reading_ends_its_split_and_no_other()
    {
        var reads = new ConcurrentDictionary<string, int>();
        void Probe(StageKind at, MessageLocator message)
        {
            if (at == StageKind.Read && message.Archive.EndsWith(".mbox", StringComparison.Ordinal) && reads.AddOrUpdate(message.Archive, 1, (_, n) => n + 1) == 3)
                throw new InvalidOperationException("made for a test");
        }
        var folder = new RunFolder(_archive.RunPath("run"));
        RunOutcome outcome = await RunAsync(folder, new EngineOptions { Threads = 2, BatchMessages = 20, SplitBytes = 1 << 30 }, Probe);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
        Assert.InRange(outcome.Counts.Rows, 5 + 2, Messages);
        Fault fault = Assert.Single(RunReader.TryOpen(folder.Root)!.ReadFaults());
        List<MessageRow> rows = await RowsAsync(folder);
        Assert.Equal(FaultKind.Internal, fault.Kind);
        // It names where the archive could not be read on: behind the last message that was.
        Assert.True(fault.Offset > rows.Where(r => r.Archive == fault.Archive).Max(r => r.Offset + r.Length));
        reads.Clear();
        (List<string> expected, IReadOnlyList<Fault> expectedFaults) = await ReferenceAsync(Probe, new EngineOptions { BatchMessages = 20, SplitBytes = 1 << 30 });
        Assert.Equal(expected, rows.Select(r => JsonSerializer.Serialize(r)));
        Assert.Equal([fault], expectedFaults);
    }

    [Theory]
    [InlineData(StageKind.Read)]
    [InlineData(StageKind.Digest)]
    [InlineData(StageKind.Prepare)]
    [InlineData(StageKind.Verify)]
    [InlineData(StageKind.Judge)]
    [InlineData(StageKind.Tally)]
    public async Task After_an_abort_in_a_stage_no_slab_is_outstanding_and_the_run_can_be_resumed(object stage)
    {
        var engine = new EngineOptions { Threads = 2, BatchMessages = 10, SplitBytes = 40_000 };
        var folder = new RunFolder(_archive.RunPath("run"));
        using var abort = new CancellationTokenSource();
        int seen = 0;
        var verifier = new BulkVerifier(_archive.Options, engine, TimeProvider.System)
        {
            Probe = (at, _) =>
            {
                if (at != (StageKind)stage || Interlocked.Increment(ref seen) < 4)
                    return;
                abort.Cancel();
                throw new InvalidOperationException("made for a test");
            },
        };
        RunOutcome aborted = await verifier.RunAsync(folder, null, null, CancellationToken.None, abort.Token);
        Assert.Equal(0, aborted.OutstandingSlabs);
        Assert.True(aborted.Counts.IsBalanced);
        if (aborted.IsFinished)
            return;
        Assert.All(Directory.EnumerateDirectories(folder.SplitsFolder), d => Assert.False(d.EndsWith(".tmp", StringComparison.Ordinal)));
        RunOutcome resumed = await RunAsync(folder, engine, null);
        Assert.True(resumed.IsFinished);
        Assert.Equal(0, resumed.OutstandingSlabs);
    }

    [Fact]
    public async Task A_split_that_dies_is_run_again_from_its_start()
    {
        int calls = 0;
        var folder = new RunFolder(_archive.RunPath("run"));
        RunOutcome outcome = await new BulkVerifier(_archive.Options, new EngineOptions { Threads = 1, BatchMessages = 50 }, TimeProvider.System).RunAsync(
            folder, null, _ => Die(Interlocked.Increment(ref calls) == 2), CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsFinished);
        Assert.Equal((Messages + 5, 0L, 0), (outcome.Counts.Rows, outcome.Counts.Faults, outcome.OutstandingSlabs));
        Assert.Equal((await ReferenceAsync((_, _) => { })).Rows, (await RowsAsync(folder)).Select(r => JsonSerializer.Serialize(r)));
    }

    [Fact]
    public async Task A_split_that_dies_each_time_becomes_a_fault_and_the_run_ends()
    {
        var folder = new RunFolder(_archive.RunPath("run"));
        RunOutcome outcome = await new BulkVerifier(_archive.Options, new EngineOptions { Threads = 2, SplitBytes = 200_000 }, TimeProvider.System).RunAsync(
            folder, null, _ => Die(true), CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.Null(outcome.Failure);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
        Assert.True(outcome.Counts.IsBalanced);
        Fault[] faults = [.. RunReader.TryOpen(folder.Root)!.ReadFaults()];
        Assert.NotEmpty(faults);
        Assert.All(faults, f => Assert.Contains(outcome.Plan.Splits, s => s.Start == f.Offset));
        Assert.Empty(await RowsAsync(folder));
    }

    [Fact]
    public async Task A_run_folder_that_cannot_be_written_stops_the_run_at_once()
    {
        var folder = new RunFolder(_archive.RunPath("run"));
        folder.Create();
        await File.WriteAllTextAsync(folder.SplitFolder(0) + ".tmp", "", TestContext.Current.CancellationToken);
        RunOutcome outcome = await RunAsync(folder, new EngineOptions { Threads = 1, SplitBytes = 40_000 }, null);
        Assert.IsType<IOException>(outcome.Failure!.GetBaseException(), exactMatch: false);
        Assert.False(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
    }

    private static void Die(bool now)
    {
        if (now)
            throw new InvalidOperationException("made for a test");
    }

    private Task<RunOutcome> RunAsync(RunFolder folder, EngineOptions engine, Action<StageKind, MessageLocator>? probe, bool keepDigests = false) =>
        new BulkVerifier(_archive.Options with { KeepDigests = keepDigests }, engine, TimeProvider.System) { Probe = probe }.RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);

    private async Task<(List<string> Rows, IReadOnlyList<Fault> Faults)> ReferenceAsync(Action<StageKind, MessageLocator> probe, EngineOptions? engine = null)
    {
        using RunDns dns = RunDns.Open(DnsSource.TryParse(_archive.ZoneFile, out _)!, null, TimeProvider.System);
        List<string> rows = [];
        IReadOnlyList<Fault> faults = await ReferenceRunner.RunAsync(
            _archive.Options, engine ?? new EngineOptions(), dns, TimeProvider.System, r => rows.Add(JsonSerializer.Serialize(r)), probe, reusesRows: true, TestContext.Current.CancellationToken);
        return (rows, faults);
    }

    private static async Task<List<MessageRow>> RowsAsync(RunFolder folder)
    {
        List<MessageRow> rows = [];
        await foreach (MessageRow row in RunReader.TryOpen(folder.Root)!.ReadRowsAsync(TestContext.Current.CancellationToken))
            rows.Add(row);
        return rows;
    }
}
