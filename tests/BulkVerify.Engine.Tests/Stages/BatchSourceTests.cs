using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Stages;

/// <summary>Turns of reading a split.</summary>
public sealed class BatchSourceTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly SlabPool _slabs = new(8 * SlabPool.SlabSize);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_turn_begins_when_the_read_before_has_ended_and_there_is_none_after_the_last()
    {
        await using BatchSource source = Open(messages: 5, inBatch: 2);
        List<int> counts = [];
        while (await source.NextTurnAsync())
        {
            if (await source.ReadAsync() is not { } batch)
                break;
            counts.Add(batch.Messages.Count);
            Take(source, batch);
        }
        Assert.Equal([2, 2, 1], counts);
        Assert.False(await source.NextTurnAsync());
    }

    [Fact]
    public async Task The_next_turn_waits_for_the_read()
    {
        await using BatchSource source = Open(messages: 2, inBatch: 1);
        Assert.True(await source.NextTurnAsync());
        ValueTask<bool> next = source.NextTurnAsync();
        Assert.False(next.IsCompleted);
        Take(source, (await source.ReadAsync())!);
        Assert.True(await next);
    }

    [Fact]
    public async Task An_mbox_is_read_on_the_thread_that_asks()
    {
        var threads = new HashSet<int>();
        await using BatchSource source = Open(messages: 50, inBatch: 7, (_, _) => threads.Add(Environment.CurrentManagedThreadId));
        var thread = new Thread(() =>
        {
            while (source.NextTurnAsync() is var turn && (turn.IsCompleted ? turn.Result : turn.AsTask().GetAwaiter().GetResult()))
            {
                ValueTask<MessageBatch?> read = source.ReadAsync();
                Assert.True(read.IsCompletedSuccessfully);
                if (read.Result is { } batch)
                    Take(source, batch);
            }
        });
        thread.Start();
        thread.Join();
        Assert.Equal([thread.ManagedThreadId], threads);
    }

    [Fact]
    public async Task What_nobody_took_gives_its_slab_back()
    {
        BatchSource source = Open(messages: 6, inBatch: 2);
        Assert.True(await source.NextTurnAsync());
        MessageBatch taken = (await source.ReadAsync())!;
        Assert.True(source.TryTake(taken));
        Assert.True(await source.NextTurnAsync());
        MessageBatch untaken = (await source.ReadAsync())!;
        await source.DisposeAsync();
        Assert.False(source.TryTake(untaken));
        taken.Dispose();
        Assert.Equal(0, _slabs.Outstanding);
    }

    [Fact]
    public async Task A_turn_that_nobody_uses_does_not_keep_the_source_from_closing_and_reads_nothing_afterwards()
    {
        BatchSource source = Open(messages: 6, inBatch: 2);
        Assert.True(await source.NextTurnAsync());
        await source.DisposeAsync();
        Assert.Null(await source.ReadAsync());
        Assert.False(await source.NextTurnAsync());
        Assert.Equal(0, _slabs.Outstanding);
    }

    private static void Take(BatchSource source, MessageBatch batch)
    {
        Assert.True(source.TryTake(batch));
        batch.Dispose();
    }

    private BatchSource Open(int messages, int inBatch, Action<StageKind, MessageLocator>? probe = null)
    {
        File.WriteAllText(_path, string.Concat(Enumerable.Range(0, messages).Select(i => $"From a@b Thu Jan  1 00:00:00 2026\nSubject: {i}\n\nText.\n\n")), Encoding.ASCII);
        ArchivePlan plan = ArchivePlanner.Plan([_path], new PlanOptions());
        PlannedSplit split = Assert.Single(plan.Splits);
        return new BatchSource(SplitReader.Open(plan, split, _slabs, new ReadOptions { BatchMessages = inBatch }, TestContext.Current.CancellationToken), new MessageLocator(_path, 0), probe);
    }
}
