using System.Text;
using System.Text.Json;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Engine.Tests.WhatIf;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.Repairs;

public sealed class RepairPassTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-repair-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_list_footer_on_real_mail_is_told_in_rows_and_summary_and_statistics_equal_the_rows()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        string archive = Path.Combine(SharedData.Corpora, "cip-testing-results-mix.mboxrd");
        VerifyOptions options = new() { Paths = [archive], Dns = Path.Combine(SharedData.Corpora, "dns.zone") };
        RunReader whole = await VerifyAsync("whole", options, new EngineOptions { Threads = 2 });
        List<MessageRow> rows = await RowsAsync(whole);
        Assert.Equal(120, rows.Count);
        MessageRow[] repaired = [.. rows.Where(r => r.Repair.Length > 0)];
        Assert.NotEmpty(repaired);
        Assert.All(repaired, r => Assert.StartsWith("list-footer", r.Repair, StringComparison.Ordinal));
        Assert.Equal(60, rows.Count(r => r.Dkim.Exists(s => s.Result == "pass")));

        var counted = new RunStatistics();
        rows.ForEach(counted.Add);
        Assert.Equal(Bytes(counted), Bytes(await whole.ReadStatisticsAsync(TestContext.Current.CancellationToken)));
        ArchiveFidelity fidelity = Assert.Single(Summary.From(counted, []).Archives);
        Assert.Equal((FidelityVerdict.Repairable, "PublicInbox", 60, 60), (fidelity.Verdict, fidelity.Exporter, fidelity.Exact, fidelity.Altered));

        // Other splits, other threads: the same bytes.
        RunReader small = await VerifyAsync("small", options, new EngineOptions { Threads = 1, SplitBytes = 64 << 10 });
        Assert.True(small.Folder.CommittedSplits().Count > 2);
        Assert.Equal(await File.ReadAllTextAsync(whole.Folder.SummaryJson, TestContext.Current.CancellationToken), await File.ReadAllTextAsync(small.Folder.SummaryJson, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_archive_that_rebuilt_its_messages_is_not_assessable_and_none_of_it_fails_for_it()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        string text = await File.ReadAllTextAsync(Path.Combine(SharedData.Corpora, "linux-hyperv-2024-12.mboxrd"), Encoding.Latin1, TestContext.Current.CancellationToken);
        string rebuilt = Path.Combine(_folder, "rebuilt.mbox");
        // Every body as a converter writes it anew: other lines, other boundaries.
        string[] messages = text.Split("From mboxrd@z Thu Jan  1 00:00:00 1970\n", StringSplitOptions.RemoveEmptyEntries);
        await File.WriteAllTextAsync(rebuilt, string.Concat(messages.Select(m =>
        {
            int body = m.IndexOf("\n\n", StringComparison.Ordinal) + 2;
            return $"From - Mon Jan  1 00:00:00 2024\nX-Mozilla-Status: 0001\n{m[..body]}This is a multi-part message in MIME format.\n{m[body..].Replace("\n\n", "\n", StringComparison.Ordinal)}\n\n";
        })), Encoding.Latin1, TestContext.Current.CancellationToken);
        RunReader run = await VerifyAsync("rebuilt", new VerifyOptions { Paths = [rebuilt], Dns = Path.Combine(SharedData.Corpora, "dns.zone"), KeepDigests = true }, new EngineOptions { Threads = 2 });
        Summary summary = Summary.From(await run.ReadStatisticsAsync(TestContext.Current.CancellationToken), []);
        ArchiveFidelity fidelity = Assert.Single(summary.Archives);
        Assert.Equal((FidelityVerdict.NotAssessable, "Thunderbird", 0), (fidelity.Verdict, fidelity.Exporter, fidelity.Exact));
        Assert.Null(summary.Total.DkimAlignedShare);
        Assert.Equal(0, summary.Total.Fail);
        await KeptVerdicts.AssertAreThoseOfRowsAsync(run);
        Assert.DoesNotContain(await RowsAsync(run), r => r.Dkim.Exists(s => s.Reason is "BodyHashMismatch" or "BodyAndSignatureMismatch"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    public async Task Cut_off_while_a_split_is_written_again_every_split_is_the_old_or_the_new_one_and_a_resume_ends_as_if_it_had_not_been(int after)
    {
        VerifyOptions options = new() { Paths = [SampleZone.Folder], Dns = Path.Combine(SampleZone.Folder, "dns.zone"), KeepDigests = true };
        var engine = new EngineOptions { Threads = 2, SplitBytes = 8_000 };
        RunReader whole = await VerifyAsync("undisturbed", options, engine);
        List<MessageRow> expected = await RowsAsync(whole);
        Assert.Contains(expected, r => r.Repair.Length > 0);

        var folder = new RunFolder(Path.Combine(_folder, "cut"));
        int rewritten = 0;
        var verifier = new BulkVerifier(options, engine, TimeProvider.System)
        {
            Probe = (stage, _) =>
            {
                if (stage == StageKind.Repair && Interlocked.Increment(ref rewritten) == after)
                    throw new IOException("No space left on device");
            },
        };
        await Assert.ThrowsAsync<IOException>(() => verifier.RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken));
        // Other splits are written again meanwhile.
        Assert.True(rewritten >= after);
        RunReader cut = RunReader.TryOpen(folder.Root)!;
        Assert.Equal(RunState.Unfinished, cut.Manifest.State);
        List<MessageRow> between = await RowsAsync(cut);
        Assert.Equal(expected.Select(r => r.MessageId), between.Select(r => r.MessageId));
        Assert.NotEqual(expected.Select(r => r.Repair), between.Select(r => r.Repair));
        await AssertStatisticsEqualRowsAsync(between, cut);

        RunReader resumed = await VerifyAsync("cut", options, engine);
        Assert.Equal(expected.Select(r => JsonSerializer.Serialize(r)), (await RowsAsync(resumed)).Select(r => JsonSerializer.Serialize(r)));
        await AssertStatisticsEqualRowsAsync(expected, resumed);
        Assert.True(RunDigests.AreKept(resumed));
        await KeptVerdicts.AssertAreThoseOfRowsAsync(resumed);
        Assert.Equal(await File.ReadAllBytesAsync(whole.Folder.SummaryJson, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(resumed.Folder.SummaryJson, TestContext.Current.CancellationToken));
        Assert.Equal(resumed.Folder.CommittedSplits(), Directory.GetDirectories(resumed.Folder.SplitsFolder).Order(StringComparer.Ordinal));
    }

    private static async Task AssertStatisticsEqualRowsAsync(List<MessageRow> rows, RunReader run)
    {
        var counted = new RunStatistics();
        rows.ForEach(counted.Add);
        RunStatistics stored = await run.ReadStatisticsAsync(TestContext.Current.CancellationToken);
        counted.LeaveOut(stored.OutsidePeriod, stored.NotSampled);
        Assert.Equal(Bytes(counted), Bytes(stored));
    }

    private async Task<RunReader> VerifyAsync(string name, VerifyOptions options, EngineOptions engine)
    {
        var folder = new RunFolder(Path.Combine(_folder, name));
        RunOutcome outcome = await new BulkVerifier(options, engine, TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsFinished);
        return RunReader.TryOpen(folder.Root)!;
    }

    private static async Task<List<MessageRow>> RowsAsync(RunReader run)
    {
        var rows = new List<MessageRow>();
        await foreach (MessageRow row in run.ReadRowsAsync(TestContext.Current.CancellationToken))
            rows.Add(row);
        return rows;
    }

    private static byte[] Bytes(RunStatistics statistics)
    {
        var stream = new MemoryStream();
        StatisticsCodec.Write(statistics, stream);
        return stream.ToArray();
    }
}
