using System.Globalization;
using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Engine.Tests.Resolving;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests;

public class BulkVerifierTests
{
    private const int Messages = 600;

    [Theory]
    [InlineData(false, 1, 256, null)]
    [InlineData(false, 2, 256, null)]
    [InlineData(false, 2, 1, 50_000L)]
    [InlineData(false, 3, 17, 40_000L)]
    [InlineData(false, 4, 100, 1_000_000L)]
    [InlineData(true, 1, 256, null)]
    [InlineData(true, 2, 1, 500_000L)]
    [InlineData(true, 3, 17, 70_000L)]
    public async Task The_pipeline_gives_the_rows_of_the_plain_loop_at_any_width_batch_and_split(bool isCompressed, int threads, int batch, long? split)
    {
        using var archive = new TestArchive(Messages, isCompressed);
        List<string> expected = await ReferenceRowsAsync(archive);
        Assert.Equal(Messages + 5, expected.Count);
        var folder = new RunFolder(archive.RunPath("run"));
        // Whoever read a message or row that was given back would find nonsense in it.
        var records = new BatchRecordPool(poisons: true);
        RunOutcome outcome = await RunAsync(archive, folder, new EngineOptions { Threads = threads, BatchMessages = batch, SplitBytes = split }, records);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.OutstandingSlabs);
        Assert.Equal(0, records.Outstanding);
        Assert.Equal(outcome.Counts.Messages, outcome.Counts.Rows + outcome.Counts.Faults);
        Assert.Equal(expected, await RowsAsync(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_width_writes_the_same_summary_bytes(bool isCompressed)
    {
        using var archive = new TestArchive(Messages, isCompressed);
        List<byte[]> summaries = [];
        foreach ((int threads, long? split) in new (int, long?)[] { (1, null), (2, 100_000), (3, 300_000) })
        {
            var folder = new RunFolder(archive.RunPath($"run-{threads}"));
            await RunAsync(archive, folder, new EngineOptions { Threads = threads, SplitBytes = split });
            summaries.Add([.. await File.ReadAllBytesAsync(folder.SummaryJson, TestContext.Current.CancellationToken), .. await File.ReadAllBytesAsync(folder.SummaryCsv, TestContext.Current.CancellationToken)]);
        }
        Assert.Equal(summaries[0], summaries[1]);
        Assert.Equal(summaries[0], summaries[2]);
    }

    [Fact]
    public async Task The_verdicts_are_those_of_the_zone()
    {
        using var archive = new TestArchive(30);
        var folder = new RunFolder(archive.RunPath("run"));
        await RunAsync(archive, folder, new EngineOptions());
        List<MessageRow> rows = [];
        await foreach (MessageRow row in RunReader.TryOpen(folder.Root)!.ReadRowsAsync(TestContext.Current.CancellationToken))
            rows.Add(row);
        Assert.All(rows, r => Assert.Equal(r.ClientIp == "203.0.113.9" ? "fail" : "pass", r.SpfResult));
        Assert.All(rows, r => Assert.Equal(r.SpfResult, r.DmarcResult));
        Assert.Contains(rows, r => r.SpfPath == "include:_spf.vendor.example > ip4:198.51.100.0/24");
        Assert.All(rows, r => Assert.Equal("reject", r.DmarcPolicy));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drained_run_is_resumed_without_reading_committed_splits_again_and_ends_the_same(bool isCompressed)
    {
        using var archive = new TestArchive(Messages, isCompressed);
        var whole = new RunFolder(archive.RunPath("whole"));
        var engine = new EngineOptions { Threads = 1, SplitBytes = isCompressed ? 400_000 : 60_000 };
        await RunAsync(archive, whole, engine);

        var folder = new RunFolder(archive.RunPath("drained"));
        using var drain = new CancellationTokenSource();
        var verifier = new BulkVerifier(archive.Options, engine, TimeProvider.System);
        RunOutcome drained = await verifier.RunAsync(folder, null, _ => drain.Cancel(), drain.Token, TestContext.Current.CancellationToken);
        Assert.False(drained.IsFinished);
        Assert.InRange(RunReader.TryOpen(folder.Root)!.Folder.CommittedSplits().Count, 1, drained.Plan.Splits.Count - 1);
        Assert.Equal(RunState.Unfinished, folder.ReadManifest()!.State);

        RunOutcome resumed = await RunAsync(archive, folder, engine);
        Assert.True(resumed.IsFinished);
        Assert.Equal(drained.Plan.Splits.Count, folder.CommittedSplits().Count);
        Assert.Equal(await RowsAsync(whole), await RowsAsync(folder));
        Assert.Equal(await File.ReadAllBytesAsync(whole.SummaryJson, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(folder.SummaryJson, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_aborted_run_leaves_no_half_split_and_can_be_resumed(bool isCompressed)
    {
        using var archive = new TestArchive(Messages, isCompressed);
        var engine = new EngineOptions { Threads = 2, SplitBytes = 60_000 };
        var folder = new RunFolder(archive.RunPath("aborted"));
        using var abort = new CancellationTokenSource();
        RunOutcome aborted = await new BulkVerifier(archive.Options, engine, TimeProvider.System).RunAsync(folder, null, _ => abort.Cancel(), CancellationToken.None, abort.Token);
        Assert.False(aborted.IsFinished);
        Assert.Equal(0, aborted.OutstandingSlabs);
        RunOutcome resumed = await RunAsync(archive, folder, engine);
        Assert.True(resumed.IsFinished);
        Assert.Equal(await ReferenceRowsAsync(archive), await RowsAsync(folder));
    }

    [Fact]
    public async Task A_named_path_that_is_no_mail_is_one_fault_and_the_rest_is_verified()
    {
        using var archive = new TestArchive(3);
        VerifyOptions options = archive.Options with { Paths = [Path.Combine(archive.Mail, "notes.txt"), archive.Mail, Path.Combine(archive.Root, "missing.mbox")] };
        var folder = new RunFolder(archive.RunPath("run"));
        RunOutcome outcome = await new BulkVerifier(options, new EngineOptions(), TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.Equal([FaultKind.NotMail, FaultKind.NotFound], outcome.Plan.Faults.Select(f => f.Kind));
        // The file is met again in the folder, and counts once.
        Assert.Equal(0, outcome.Plan.SkippedFiles);
        Assert.Equal(8, (await RowsAsync(folder)).Count);
    }

    [Fact]
    public async Task A_live_run_asks_the_server_and_gives_the_rows_of_the_zone()
    {
        using var archive = new TestArchive(60);
        await using FakeDnsServer server = FakeDnsServer.Start(ZoneSource.Load(archive.ZoneFile).View);
        var folder = new RunFolder(archive.RunPath("live"));
        RunOutcome outcome = await new BulkVerifier(archive.Options with { Dns = server.Endpoint.ToString() }, new EngineOptions(), TimeProvider.System) { Resolving = Patient.With }
            .RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsFinished);
        Assert.True(outcome.Dns!.Resolver.Sent > 0);
        Assert.Contains(server.Endpoint.ToString(), await File.ReadAllTextAsync(folder.TelemetryFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(await ReferenceRowsAsync(archive), await RowsAsync(folder));

        // The answers it kept judge the same mail again without the server.
        VerifyOptions replay = archive.Options with { Dns = folder.DnsFile };
        var again = new RunFolder(archive.RunPath("replay"));
        await new BulkVerifier(replay, new EngineOptions(), TimeProvider.System).RunAsync(again, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.Equal(await RowsAsync(folder), await RowsAsync(again));
    }

    [Fact]
    public async Task Statistics_equal_what_the_rows_give()
    {
        using var archive = new TestArchive(Messages);
        var folder = new RunFolder(archive.RunPath("run"));
        await RunAsync(archive, folder, new EngineOptions { SplitBytes = 30_000 });
        RunReader reader = RunReader.TryOpen(folder.Root)!;
        var fromRows = new RunStatistics();
        await foreach (MessageRow row in reader.ReadRowsAsync(TestContext.Current.CancellationToken))
            fromRows.Add(row);
        Assert.Equal(Bytes(fromRows), Bytes(await reader.ReadStatisticsAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Streams_beyond_any_bound_give_the_same_bytes_for_any_bound_split_and_stop()
    {
        using var archive = new TestArchive(0);
        await File.WriteAllTextAsync(Path.Combine(archive.Mail, "many.mbox"), string.Concat(Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"""
            From a@{i % 230}.example Thu Jan  1 00:00:00 2026
            Return-Path: <a@{i % 230}.example>
            Received: from m.{i % 230}.example (m.{i % 230}.example [203.0.113.{i % 250}]) by mx.receiver.example with ESMTP id {i}; Thu, 1 Jan 2026 00:00:{i % 60:00} +0000
            From: a@{i % 230}.example
            Message-ID: <{i % 390}@example>

            text


            """))), TestContext.Current.CancellationToken);
        VerifyOptions options = archive.Options with { MaxStreams = 7 };
        async Task<RunFolder> Verify(string name, EngineOptions engine, int groups, bool stops = false)
        {
            var folder = new RunFolder(archive.RunPath(name));
            await new BulkVerifier(options, engine, TimeProvider.System) { GroupsInMemory = groups }.RunAsync(folder, null, null, new CancellationToken(stops), TestContext.Current.CancellationToken);
            return folder;
        }
        async Task<byte[][]> Files(RunFolder folder) =>
            [await File.ReadAllBytesAsync(folder.StatisticsFile, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(folder.SummaryJson, TestContext.Current.CancellationToken)];

        byte[][] expected = await Files(await Verify("whole", new EngineOptions { Threads = 1 }, 10_000));
        Assert.Equal(expected, await Files(await Verify("bounded", new EngineOptions { Threads = 1 }, 5)));
        Assert.Equal(expected, await Files(await Verify("small", new EngineOptions { Threads = 2, SplitBytes = 10_000 }, 3)));
        await Verify("stopped", new EngineOptions { Threads = 1, SplitBytes = 10_000 }, 3, stops: true);
        RunFolder resumed = await Verify("stopped", new EngineOptions { Threads = 1, SplitBytes = 10_000 }, 4);
        Assert.Equal(expected, await Files(resumed));
        Assert.Empty(Directory.GetFiles(resumed.Root, "*.tmp"));

        Summary summary = await RunSummaries.OfAsync(RunReader.TryOpen(resumed.Root)!, [], null, TestContext.Current.CancellationToken);
        Assert.Equal((405, 405, true), (summary.Messages, summary.Total.Messages, summary.FoldedStreams > 200));
        // Without the file they are counted from the rows.
        File.Delete(resumed.StatisticsFile);
        Summary counted = await RunSummaries.OfAsync(RunReader.TryOpen(resumed.Root)!, [], null, TestContext.Current.CancellationToken);
        Assert.Equal(JsonSerializer.Serialize(summary), JsonSerializer.Serialize(counted));
    }

    private static Task<RunOutcome> RunAsync(TestArchive archive, RunFolder folder, EngineOptions engine, BatchRecordPool? records = null) =>
        new BulkVerifier(archive.Options, engine, TimeProvider.System) { Records = records ?? new BatchRecordPool() }.RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);

    private static async Task<List<string>> ReferenceRowsAsync(TestArchive archive)
    {
        using RunDns dns = RunDns.Open(DnsSource.TryParse(archive.ZoneFile, out _)!, null, TimeProvider.System);
        List<string> rows = [];
        IReadOnlyList<Fault> faults = await ReferenceRunner.RunAsync(archive.Options, new EngineOptions(), dns, TimeProvider.System, r => rows.Add(JsonSerializer.Serialize(r)), TestContext.Current.CancellationToken);
        Assert.Empty(faults);
        return rows;
    }

    private static async Task<List<string>> RowsAsync(RunFolder folder)
    {
        List<string> rows = [];
        await foreach (MessageRow row in RunReader.TryOpen(folder.Root)!.ReadRowsAsync(TestContext.Current.CancellationToken))
            rows.Add(JsonSerializer.Serialize(row));
        return rows;
    }

    private static byte[] Bytes(RunStatistics statistics)
    {
        statistics.CountDuplicates();
        var stream = new MemoryStream();
        StatisticsCodec.Write(statistics, stream);
        return stream.ToArray();
    }
}
