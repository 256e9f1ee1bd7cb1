using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Tests.Resolving;
using BulkVerify.Statistics;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests;

/// <summary>Messages that met a temporary error of the DNS are judged again after the others, from their digests.</summary>
public sealed class LastPassTests : IDisposable
{
    private const int Messages = 300;
    private const int All = Messages + 5;

    private static readonly EngineOptions Engine = new() { Threads = 2, BatchMessages = 20, SplitBytes = 40_000 };

    private readonly TestArchive _archive = new(Messages);
    private readonly ZoneView _zone;
    private volatile bool _isUp;

    public LastPassTests() => _zone = ZoneSource.Load(_archive.ZoneFile).View;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task What_failed_for_a_while_is_judged_again_and_the_run_is_as_if_it_had_not()
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        RunFolder whole = await UndisturbedAsync(server);

        var folder = new RunFolder(_archive.RunPath("disturbed"));
        _isUp = false;
        RunOutcome outcome = await RunAsync(server, folder, p => _isUp |= p.Messages == All);
        Assert.True(outcome.IsFinished);
        Assert.Equal(0, outcome.LastPass.StillTemporary);
        Assert.InRange(outcome.LastPass.Messages, 100, All - 1);
        Assert.Equal((All, All, 0), (outcome.Counts.Messages, outcome.Counts.Rows, outcome.OutstandingSlabs));
        await AssertSameAsync(whole, folder);
    }

    [Fact]
    public async Task What_fails_again_keeps_the_error_as_its_verdict_and_a_replay_says_the_same()
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        var folder = new RunFolder(_archive.RunPath("failing"));
        RunOutcome outcome = await RunAsync(server, folder);
        Assert.True(outcome.IsFinished);
        Assert.Equal(outcome.LastPass.Messages, outcome.LastPass.StillTemporary);
        List<MessageRow> rows = await RowsAsync(folder);
        Assert.Equal(All, rows.Count);
        Assert.Equal(outcome.LastPass.Messages, rows.Count(r => r.SpfResult == "temperror"));
        Assert.Contains(";bulkverify servfail _spf.vendor.example. TXT", await File.ReadAllTextAsync(folder.DnsFile, Stop), StringComparison.Ordinal);

        var replay = new RunFolder(_archive.RunPath("replay"));
        await new BulkVerifier(_archive.Options with { Dns = folder.DnsFile }, Engine, TimeProvider.System).RunAsync(replay, null, null, CancellationToken.None, Stop);
        await AssertSameAsync(folder, replay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task A_last_pass_that_is_cut_off_is_gone_on_with_and_nothing_is_lost_or_counted_twice(int after)
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        RunFolder whole = await UndisturbedAsync(server);
        var folder = new RunFolder(_archive.RunPath("cut"));
        _isUp = false;
        int again = 0;
        using var abort = new CancellationTokenSource();
        RunOutcome aborted = await RunAsync(server, folder, p =>
        {
            _isUp |= p.Messages == All;
            if (p.JudgedAgain > 0 && Interlocked.Increment(ref again) == after)
                abort.Cancel();
        }, abort: abort);
        Assert.False(aborted.IsFinished);
        Assert.Equal(0, aborted.RemainingSplits);
        Assert.Equal(RunState.Unfinished, folder.ReadManifest()!.State);
        Assert.Equal(All, (await RowsAsync(folder)).Count);
        Assert.Equal(All, (await RunReader.TryOpen(folder.Root)!.ReadStatisticsAsync(TestContext.Current.CancellationToken)).Messages);

        RunOutcome resumed = await RunAsync(server, folder);
        Assert.True(resumed.IsFinished);
        Assert.Equal(0, resumed.Counts.Messages);
        await AssertSameAsync(whole, folder);
    }

    [Fact]
    public async Task A_run_drained_before_its_last_pass_has_it_when_it_is_resumed()
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        RunFolder whole = await UndisturbedAsync(server);
        var folder = new RunFolder(_archive.RunPath("drained"));
        _isUp = false;
        RunOutcome drained = await DrainAsync(server, folder);
        Assert.Equal((false, 0, 0L), (drained.IsFinished, drained.RemainingSplits, drained.LastPass.Messages));
        _isUp = true;
        Assert.True((await RunAsync(server, folder)).IsFinished);
        await AssertSameAsync(whole, folder);
    }

    [Fact]
    public async Task Without_any_server_every_message_is_counted_and_judged_when_one_is_there()
    {
        await using FakeDnsServer server = Start((_, _) => _isUp ? FakeReply.Truthful : FakeReply.Drop);
        RunFolder whole = await UndisturbedAsync(server);
        var folder = new RunFolder(_archive.RunPath("dead"));
        _isUp = false;
        RunOutcome outcome = await RunAsync(server, folder, resolving: Hasty);
        Assert.Equal((false, true, 0), (outcome.IsFinished, outcome.LastPass.IsPostponed, outcome.RemainingSplits));
        Assert.Null(outcome.Failure);
        Assert.True(outcome.Dns!.Resolver.AllSilent);
        Assert.InRange(outcome.Dns.Resolver.Servers[0].SilentInARow, 3, 10_000);
        List<MessageRow> rows = await RowsAsync(folder);
        Assert.Equal(All, rows.Count);
        Assert.All(rows, r => Assert.NotEqual("fail", r.DmarcResult));

        Assert.True((await RunAsync(server, folder, resolving: Hasty)).LastPass.IsPostponed);
        _isUp = true;
        RunOutcome resumed = await RunAsync(server, folder);
        Assert.Equal((true, (long)All, 0L), (resumed.IsFinished, resumed.LastPass.Messages, resumed.LastPass.StillTemporary));
        await AssertSameAsync(whole, folder);
    }

    [Fact]
    public async Task Name_servers_that_never_answer_cost_the_mail_of_their_own_names()
    {
        await using FakeDnsServer server = Start((q, _) => q.Name.Value.EndsWith("vendor.example", StringComparison.Ordinal) ? FakeReply.Drop : FakeReply.Truthful);
        var folder = new RunFolder(_archive.RunPath("lame"));
        RunOutcome outcome = await RunAsync(server, folder, resolving: options => options with { MinTimeout = options.FirstTimeout, LastPassRetries = 1 });
        Assert.True(outcome.IsFinished);
        List<MessageRow> rows = await RowsAsync(folder);
        Assert.Equal(All, rows.Count);
        Assert.Equal(outcome.LastPass.StillTemporary, rows.Count(r => r.SpfReason == "DnsTimeout"));
        Assert.All(rows.Where(r => r.ClientIp.StartsWith("192.0.2.", StringComparison.Ordinal)), r => Assert.Equal(("pass", "pass"), (r.SpfResult, r.DmarcResult)));
    }

    [Fact]
    public async Task Only_splits_with_a_message_that_is_judged_otherwise_now_are_written_again()
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        var folder = new RunFolder(_archive.RunPath("drained"));
        await DrainAsync(server, folder);
        string[] waiting = [.. folder.CommittedSplits().Where(s => File.Exists(RunFolder.RetryIn(s)))];
        Assert.InRange(waiting.Length, 3, folder.CommittedSplits().Count);
        // Where it is not known how a message was judged, it counts as judged otherwise.
        File.Delete(RunFolder.RetryRowsIn(waiting[0]));
        using (var shortened = new FileStream(RunFolder.RetryRowsIn(waiting[1]), FileMode.Open))
            shortened.SetLength(shortened.Length - 1);
        Dictionary<string, DateTime> written = folder.CommittedSplits().ToDictionary(s => s, s => File.GetLastWriteTimeUtc(RunFolder.RowsIn(s)));
        byte[][] rows = [.. folder.CommittedSplits().Select(s => File.ReadAllBytes(RunFolder.RowsIn(s)))];

        RunOutcome outcome = await RunAsync(server, folder);
        Assert.True(outcome.IsFinished);
        Assert.Equal(outcome.LastPass.Messages, outcome.LastPass.StillTemporary);
        Assert.Equal(waiting[..2], folder.CommittedSplits().Where(s => File.GetLastWriteTimeUtc(RunFolder.RowsIn(s)) != written[s]));
        Assert.Equal(rows, folder.CommittedSplits().Select(s => File.ReadAllBytes(RunFolder.RowsIn(s))));
        Assert.DoesNotContain(folder.CommittedSplits().SelectMany(Directory.GetFiles), f => Path.GetFileName(f).StartsWith("retry", StringComparison.Ordinal));
        Assert.Equal(All, (await RunReader.TryOpen(folder.Root)!.ReadStatisticsAsync(Stop)).Messages);
    }

    [Fact]
    public async Task What_else_a_split_holds_is_carried_over()
    {
        await using FakeDnsServer server = Start(VendorFailsUntilUp);
        var folder = new RunFolder(_archive.RunPath("carried"));
        await DrainAsync(server, folder);
        string split = folder.CommittedSplits().First(s => File.Exists(RunFolder.RetryIn(s)));
        await File.WriteAllTextAsync(Path.Combine(split, "digests"), "kept", Stop);
        await RunAsync(server, folder);
        Assert.False(File.Exists(RunFolder.RetryIn(split)));
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(split, "digests"), Stop));
    }

    [Fact]
    public void A_split_set_aside_by_a_process_that_died_comes_back_and_half_made_ones_go()
    {
        var folder = new RunFolder(_archive.RunPath("half"));
        folder.Create();
        Directory.CreateDirectory(folder.SplitFolder(0) + ".old");
        File.WriteAllText(Path.Combine(folder.SplitFolder(0) + ".old", "rows"), "old");
        Directory.CreateDirectory(folder.SplitFolder(0) + ".tmp");
        Directory.CreateDirectory(folder.SplitFolder(1));
        Directory.CreateDirectory(folder.SplitFolder(1) + ".old");
        folder.Recover();
        Assert.Equal([folder.SplitFolder(0), folder.SplitFolder(1)], Directory.GetDirectories(folder.SplitsFolder).Order());
        Assert.Equal("old", File.ReadAllText(Path.Combine(folder.SplitFolder(0), "rows")));
    }

    [Fact]
    public void A_folder_takes_the_place_of_another_as_a_whole()
    {
        string one = Path.Combine(_archive.Root, "one"), other = Path.Combine(_archive.Root, "other");
        Directory.CreateDirectory(one);
        File.WriteAllText(Path.Combine(one, "new"), "");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "old"), "");
        DurableFile.ReplaceDirectory(one, other);
        Assert.False(Directory.Exists(one));
        Assert.Equal(["new"], Directory.GetFiles(other).Select(Path.GetFileName));
    }

    private FakeReply VendorFailsUntilUp(DnsQuestion question, int before) =>
        !_isUp && question.Name.Value == "_spf.vendor.example" ? FakeReply.Error(2) : FakeReply.Truthful;

    private FakeDnsServer Start(Func<DnsQuestion, int, FakeReply> script) => FakeDnsServer.Start(_zone, script);

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
            source.Cancel();
    }

    private async Task<RunFolder> UndisturbedAsync(FakeDnsServer server)
    {
        _isUp = true;
        var folder = new RunFolder(_archive.RunPath("whole"));
        RunOutcome outcome = await RunAsync(server, folder);
        Assert.Equal((true, 0L), (outcome.IsFinished, outcome.LastPass.Messages));
        return folder;
    }

    /// <summary>Drained when all messages are judged, before the last pass.</summary>
    private async Task<RunOutcome> DrainAsync(FakeDnsServer server, RunFolder folder)
    {
        using var drain = new CancellationTokenSource();
        return await RunAsync(server, folder, p => Cancel(drain, p.Messages == All), drain);
    }

    /// <summary>For a server that replies to nothing: there is nothing to wait for.</summary>
    private static ResolverOptions Hasty(ResolverOptions options) => options with
    {
        FirstTimeout = TimeSpan.FromMilliseconds(150),
        MinTimeout = TimeSpan.FromMilliseconds(150),
        AttemptTimeout = TimeSpan.FromMilliseconds(300),
        SilenceLimit = TimeSpan.FromMilliseconds(300),
        BreakerFirstPause = TimeSpan.FromMilliseconds(100),
    };

    /// <param name="resolving">Where it is null, the server replies to all that it is asked, with failures perhaps.</param>
    private Task<RunOutcome> RunAsync(
        FakeDnsServer server, RunFolder folder, Action<RunProgress>? progress = null, CancellationTokenSource? drain = null, CancellationTokenSource? abort = null,
        Func<ResolverOptions, ResolverOptions>? resolving = null) =>
        new BulkVerifier(_archive.Options with { Dns = server.Endpoint.ToString() }, Engine, TimeProvider.System)
        {
            Resolving = resolving ?? (options => Patient.With(options) with { FirstBackOff = TimeSpan.FromMilliseconds(10) }),
        }.RunAsync(folder, null, progress, drain?.Token ?? CancellationToken.None, abort?.Token ?? Stop);

    private static async Task AssertSameAsync(RunFolder expected, RunFolder actual)
    {
        Assert.Equal((await RowsAsync(expected)).Select(r => JsonSerializer.Serialize(r)), (await RowsAsync(actual)).Select(r => JsonSerializer.Serialize(r)));
        Assert.Equal(await File.ReadAllTextAsync(expected.SummaryJson, Stop), await File.ReadAllTextAsync(actual.SummaryJson, Stop));
        Assert.Equal(await File.ReadAllTextAsync(expected.SummaryCsv, Stop), await File.ReadAllTextAsync(actual.SummaryCsv, Stop));
        Assert.Equal(await File.ReadAllBytesAsync(expected.StatisticsFile, Stop), await File.ReadAllBytesAsync(actual.StatisticsFile, Stop));
        Assert.DoesNotContain(actual.CommittedSplits(), s => File.Exists(RunFolder.RetryIn(s)));
        Assert.Equal(actual.CommittedSplits().Count, Directory.GetDirectories(actual.SplitsFolder).Length);
    }

    private static async Task<List<MessageRow>> RowsAsync(RunFolder folder)
    {
        List<MessageRow> rows = [];
        await foreach (MessageRow row in RunReader.TryOpen(folder.Root)!.ReadRowsAsync(Stop))
            rows.Add(row);
        return rows;
    }
}
