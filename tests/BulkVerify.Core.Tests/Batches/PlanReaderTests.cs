using System.Globalization;
using System.IO.Compression;
using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;

namespace BulkVerify.Tests.Batches;

public sealed class PlanReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-passes-").FullName;
    private readonly SlabPool _pool = new(8 << 20);
    private readonly ArchivePlan _plan;
    private readonly string _file;

    public PlanReaderTests()
    {
        _file = Path.Combine(_folder, "mail.mbox.gz");
        using (var gzip = new GZipStream(File.Create(_file), CompressionLevel.Fastest))
        {
            for (int i = 0; i < 900; i++)
                gzip.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"From a@example.com Thu Jan  1 00:00:00 2026\nSubject: {i}\nFrom: a@example.com\n\n{Noise(i)}\n\n")));
        }
        _plan = ArchivePlanner.Plan([_file], new PlanOptions { SplitBytes = 100_000 }, TestContext.Current.CancellationToken);
        Assert.True(_plan.Splits.Count >= 5);
    }

    public void Dispose()
    {
        Assert.Equal(0, _pool.Outstanding);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Each_split_is_looked_at_a_few_times_however_many_there_are()
    {
        const int Streams = 500, Parts = 4;
        ArchiveInput[] inputs = [.. Enumerable.Range(0, Streams).Select(i => _plan.Inputs[0] with { Name = $"{i}.gz", Size = Parts * 1000 })];
        var splits = new CountedList([.. Enumerable.Range(0, Streams * Parts).Select(i => new PlannedSplit(i, i / Parts, 1, i % Parts * 1000, (i % Parts + 1) * 1000))]);
        await using var pass = new PlanReader(_plan with { Inputs = inputs, Splits = splits }, Enumerable.Range(0, splits.Count), _pool, new ReadOptions());
        Assert.InRange(splits.Looks, splits.Count, 6 * splits.Count);
    }

    [Fact]
    public async Task One_decoder_serves_the_splits_in_order()
    {
        await using PlanReader pass = Pass();
        List<long> read = await ReadAsync(pass, 0);
        // Who opens the file again finds it no more.
        File.Delete(_file);
        for (int split = 1; split < _plan.Splits.Count; split++)
            read.AddRange(await ReadAsync(pass, split));
        Assert.Equal(900, read.Count);
        Assert.Equal(read.Order(), read);
    }

    [Fact]
    public async Task Splits_that_are_open_together_wait_for_their_turn()
    {
        await using PlanReader pass = Pass();
        SplitReader[] open = [.. _plan.Splits.Select(s => pass.Open(s, TestContext.Current.CancellationToken))];
        List<long>[] read = await Task.WhenAll(open.Reverse().Select(DrainAsync));
        Assert.Equal(900, read.Sum(r => r.Count));
        Assert.Equal(read.Reverse().SelectMany(r => r).Order(), read.Reverse().SelectMany(r => r));
    }

    [Fact]
    public async Task A_split_that_is_left_early_is_passed_over_and_read_again_on_its_own()
    {
        await using PlanReader pass = Pass();
        List<long> alone = await DrainAsync(SplitReader.Open(_plan, _plan.Splits[1], _pool, new ReadOptions(), TestContext.Current.CancellationToken));
        await using (SplitReader unread = pass.Open(_plan.Splits[0], TestContext.Current.CancellationToken))
        {
        }
        await using (SplitReader left = pass.Open(_plan.Splits[1], TestContext.Current.CancellationToken))
        {
            using MessageBatch? first = await left.ReadAsync();
            Assert.NotNull(first);
        }
        List<long> third = await ReadAsync(pass, 2);
        Assert.True(third[0] > alone[^1]);
        Assert.Equal(alone, await ReadAsync(pass, 1));
    }

    [Fact]
    public async Task Cancelling_one_split_leaves_nothing_behind()
    {
        await using PlanReader pass = Pass();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using SplitReader first = pass.Open(_plan.Splits[0], stop.Token);
        await using SplitReader waiting = pass.Open(_plan.Splits[1], stop.Token);
        (await first.ReadAsync())!.Dispose();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting.ReadAsync());
    }

    private static string Noise(int seed) => Convert.ToBase64String(new Random(seed).GetItems(Enumerable.Range(0, 255).Select(b => (byte)b).ToArray(), 900));

    private PlanReader Pass() => new(_plan, _plan.Splits.Select(s => s.Id), _pool, new ReadOptions());

    private Task<List<long>> ReadAsync(PlanReader pass, int split) => DrainAsync(pass.Open(_plan.Splits[split], TestContext.Current.CancellationToken));

    private static async Task<List<long>> DrainAsync(SplitReader reader)
    {
        List<long> offsets = [];
        await using (reader)
        {
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    Assert.Empty(batch.Faults);
                    offsets.AddRange(batch.Messages.Select(m => m.ArchiveOffset));
                }
            }
        }
        return offsets;
    }

    private sealed class CountedList(PlannedSplit[] splits) : IReadOnlyList<PlannedSplit>
    {
        public int Looks { get; private set; }

        public int Count => splits.Length;

        public PlannedSplit this[int index]
        {
            get
            {
                Looks++;
                return splits[index];
            }
        }

        public IEnumerator<PlannedSplit> GetEnumerator()
        {
            Looks += splits.Length;
            return splits.AsEnumerable().GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
