using System.Text;
using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Tests.WhatIf;
using BulkVerify.Engine.WhatIf;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using CsCheck;

namespace BulkVerify.Engine.Tests.Runs;

/// <summary>Whatever octet of a run folder changes, whoever reads it gets what was written or is told which file is damaged: never other numbers.</summary>
public sealed class DamagedRunTests : IClassFixture<DamagedRunTests.SampledRun>, IDisposable
{
    private const int Places = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-damaged-").FullName;

    public DamagedRunTests(SampledRun run)
    {
        foreach (string file in Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder, Path.GetRelativePath(run.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run.json", true)]
    [InlineData("plan.json", true)]
    [InlineData("dns.zone", true)]
    [InlineData("overlay.zone", true)]
    [InlineData("statistics.bin", false)]
    [InlineData("proofs.json", false)]
    [InlineData("splits/000000/rows.parquet", true)]
    [InlineData("splits/000000/faults.jsonl", true)]
    [InlineData("splits/000000/left-out.json", false)]
    [InlineData("splits/000000/checksums.json", true)]
    [InlineData("splits/000000/digests", true)]
    [InlineData("splits/000000/verdicts", true)]
    public async Task A_changed_octet_is_told_or_changes_nothing(string name, bool isTold)
    {
        string path = Path.Combine(_folder, name);
        string whole = Told(await AnswersAsync());
        byte[] good = await File.ReadAllBytesAsync(path, Stop);
        int told = 0;
        foreach ((int at, byte mask) in PlacesOf(good.Length))
        {
            byte[] damaged = [.. good];
            damaged[at] ^= mask;
            await File.WriteAllBytesAsync(path, damaged, Stop);
            told += await HoldsAsync(path, whole, $"octet {at} ^ {mask}");
        }
        await File.WriteAllBytesAsync(path, good[..^Math.Min(3, good.Length)], Stop);
        told += await HoldsAsync(path, whole, "cut");
        File.Delete(path);
        // Nothing shows that digests or proofs were ever there.
        if (name is not ("splits/000000/digests" or "run.json"))
            told += await HoldsAsync(path, whole, "gone");
        Assert.True(!isTold || told > 0, "no change was told");
    }

    [Fact]
    public async Task Damaged_statistics_are_counted_anew_and_the_reader_says_so()
    {
        string path = Path.Combine(_folder, "statistics.bin");
        byte[] good = await File.ReadAllBytesAsync(path, Stop);
        var notices = new List<string>();
        good[^20] ^= 1;
        await File.WriteAllBytesAsync(path, good, Stop);
        RunStatistics statistics = await RunReader.TryOpen(_folder, notices.Add)!.ReadStatisticsAsync(SummaryContext.Default, Stop);
        Assert.True(statistics is { Messages: > 0, OutsidePeriod: > 0 });
        Assert.StartsWith($"{path}: is damaged (", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_left_out_count_that_is_damaged_is_told_when_rows_are_counted()
    {
        string splits = Path.Combine(_folder, "splits", "000000"), path = Path.Combine(splits, "left-out.json");
        byte[] good = await File.ReadAllBytesAsync(path, Stop);
        int digit = Array.FindIndex(good, o => o is >= (byte)'1' and <= (byte)'8');
        good[digit]++;
        await File.WriteAllBytesAsync(path, good, Stop);
        using var statistics = new StatisticsStore(Path.Combine(_folder, "statistics-test-"));
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => SplitStatistics.CountAsync(splits, statistics, Stop));
        Assert.StartsWith($"{path}: is damaged (", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The ends, and some places that differ from run to run.</summary>
    private static IEnumerable<(int At, byte Mask)> PlacesOf(int length)
    {
        if (length == 0)
            return [];
        int[] ends = [0, 1, length / 2, length - 2, length - 1];
        return ends.Where(e => e >= 0).Select(e => (e, (byte)1))
            .Concat(Gen.Select(Gen.Int[0, length - 1], Gen.Byte[1, 255]).Array[Places].Single());
    }

    /// <summary>Returns 1 where something was told.</summary>
    private async Task<int> HoldsAsync(string path, string whole, string change)
    {
        IReadOnlyList<string> answers = await AnswersAsync();
        string[] wholes = whole.Split('\0');
        for (int i = 0; i < answers.Count; i++)
        {
            if (answers[i] == wholes[i])
                continue;
            Assert.True(answers[i].StartsWith("told: ", StringComparison.Ordinal), $"{path}, {change}: answer {i} is another one");
            // Of two that contradict each other nobody can say which one changed.
            Assert.StartsWith(Path.GetFileName(path) == "checksums.json" ? $"told: {Path.GetDirectoryName(path)}/" : $"told: {path}: ", answers[i], StringComparison.Ordinal);
            Assert.Contains("Verify the archive", answers[i], StringComparison.Ordinal);
            Assert.DoesNotMatch("System\\.|Exception|LineNumber|BytePosition|Parquet\\.", answers[i]);
        }
        return answers.SequenceEqual(wholes) ? 0 : 1;
    }

    private static string Told(IReadOnlyList<string> answers)
    {
        Assert.DoesNotContain(answers, a => a.StartsWith("told: ", StringComparison.Ordinal));
        return string.Join('\0', answers);
    }

    /// <summary>What readers of the folder say: the summary, rows, faults, what a change comes to, the plan.</summary>
    private async Task<IReadOnlyList<string>> AnswersAsync() =>
    [
        await SaidAsync(async reader =>
        {
            using var stream = new MemoryStream();
            SummaryJson.Write(await RunSummaries.OfAsync(reader, reader.ReadFaults(), null, Stop), stream);
            return Encoding.UTF8.GetString(stream.ToArray());
        }),
        await SaidAsync(async reader => JsonSerializer.Serialize(await reader.ReadRowsAsync(Stop).ToArrayAsync(Stop))),
        await SaidAsync(reader => Task.FromResult(JsonSerializer.Serialize(reader.ReadFaults()))),
        await SaidAsync(async reader => JsonSerializer.Serialize(await new WhatIfRunner(reader, new WhatIfOptions { Records = RecordChanges.Parse("example.com. TXT \"v=spf1 -all\"\n") }, TimeProvider.System).RunAsync(2, Stop))),
        await SaidAsync(reader =>
        {
            using var stream = new MemoryStream();
            reader.ReadPlan()!.Write(stream);
            return Task.FromResult(Encoding.UTF8.GetString(stream.ToArray()));
        }),
    ];

    private async Task<string> SaidAsync(Func<RunReader, Task<string>> say)
    {
        try
        {
            return await say(RunReader.TryOpen(_folder)!);
        }
        catch (InvalidDataException e)
        {
            return $"told: {e.Message}";
        }
    }

    /// <summary>A run that has every file: digests, an overlay, faults, messages that are left out, proofs.</summary>
    public sealed class SampledRun : IAsyncLifetime
    {
        /// <summary>2026, in seconds of the Unix epoch: the mail is of January to June.</summary>
        private const long February = 1_769_904_000;

        private readonly string _root = Directory.CreateTempSubdirectory("bulkverify-damaged-").FullName;

        public string Folder => Path.Combine(_root, "run");

        public async ValueTask InitializeAsync()
        {
            string overlay = Path.Combine(_root, "overlay.zone"), mail = Path.Combine(_root, "torn.mbox");
            await File.WriteAllTextAsync(overlay, "one.example. TXT \"v=spf1 -all\"\n");
            await File.WriteAllBytesAsync(mail, [.. Encoding.ASCII.GetBytes("no start of a message\n\n"), .. await File.ReadAllBytesAsync(Path.Combine(SampleZone.Folder, "marketing.mbox"))]);
            var options = new VerifyOptions { Paths = [mail], Dns = Path.Combine(SampleZone.Folder, "dns.zone"), OverlayFile = overlay, KeepDigests = true, Since = February };
            RunOutcome outcome = await new BulkVerifier(options, new EngineOptions { Threads = 2 }, TimeProvider.System).RunAsync(new RunFolder(Folder), null, null, CancellationToken.None, CancellationToken.None);
            Assert.True(outcome.IsFinished);
            Assert.NotEmpty(RunReader.TryOpen(Folder)!.ReadFaults());
            Assert.True(File.Exists(Path.Combine(Folder, "proofs.json")));
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_root, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
