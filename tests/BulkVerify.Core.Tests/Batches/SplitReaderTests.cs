using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;

namespace BulkVerify.Tests.Batches;

public sealed class SplitReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-splits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Message(int number, int size)
    {
        byte[] message = new byte[size];
        message.AsSpan().Fill((byte)('a' + (number % 26)));
        Encoding.ASCII.GetBytes($"From: n{number}@example.com\nMessage-ID: <{number}@example.com>\n\n").CopyTo(message, 0);
        return message;
    }

    private static async Task<(List<(byte[] Message, int InBatch)> Messages, List<Fault> Faults)> ReadAsync(string path, Action? afterPlanning = null)
    {
        ArchivePlan plan = ArchivePlanner.Plan([path], new PlanOptions(), TestContext.Current.CancellationToken);
        afterPlanning?.Invoke();
        var pool = new SlabPool(4 * SlabPool.SlabSize);
        List<(byte[], int)> messages = [];
        List<Fault> faults = [.. plan.Faults];
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, pool, new ReadOptions(), TestContext.Current.CancellationToken);
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                {
                    messages.AddRange(batch.Messages.Select(m => (batch.BytesOf(m).ToArray(), batch.Messages.Count)));
                    faults.AddRange(batch.Faults);
                }
            }
        }
        Assert.Equal(0, pool.Outstanding);
        return (messages, faults);
    }

    [Fact]
    public async Task Files_of_any_size_come_whole_and_in_order()
    {
        int[] sizes = [100, 70_000, SlabPool.SlabSize - 1, 200, SlabPool.SlabSize, 3 * SlabPool.SlabSize, 90, 80, SlabPool.SlabSize - 100, 99, 5 * SlabPool.SlabSize, 300_000, 300_000, 300_000, 300_000];
        byte[][] expected = [.. sizes.Select((size, i) => Message(i, size))];
        for (int i = 0; i < expected.Length; i++)
            await File.WriteAllBytesAsync(Path.Combine(_folder, $"{i:00}.eml"), expected[i], TestContext.Current.CancellationToken);
        (List<(byte[] Message, int InBatch)> messages, List<Fault> faults) = await ReadAsync(_folder);
        Assert.Empty(faults);
        Assert.Equal(expected.Length, messages.Count);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i].AsSpan().SequenceEqual(messages[i].Message), $"file {i}");
        Assert.All(messages.Where(m => m.Message.Length >= SlabPool.SlabSize), m => Assert.Equal(1, m.InBatch));
    }

    [Theory]
    [InlineData("same size")]
    [InlineData("longer")]
    [InlineData("shorter")]
    [InlineData("gone")]
    public async Task A_file_that_changed_after_planning_is_a_fault_and_the_others_are_read(string change)
    {
        string[] paths = [.. Enumerable.Range(0, 3).Select(i => Path.Combine(_folder, $"{i}.eml"))];
        for (int i = 0; i < paths.Length; i++)
            await File.WriteAllBytesAsync(paths[i], Message(i, 5000), TestContext.Current.CancellationToken);
        (List<(byte[] Message, int InBatch)> messages, List<Fault> faults) = await ReadAsync(_folder, () =>
        {
            if (change == "gone")
                File.Delete(paths[1]);
            else
                File.WriteAllBytes(paths[1], Message(9, change == "longer" ? 5001 : change == "shorter" ? 4999 : 5000));
        });
        Assert.Equal([Message(0, 5000), Message(2, 5000)], messages.Select(m => m.Message));
        Assert.Equal(change == "gone" ? FaultKind.NotFound : FaultKind.InputChanged, Assert.Single(faults).Kind);
    }

    [Fact]
    public async Task The_large_slab_of_a_large_message_is_not_filled_with_what_follows_it()
    {
        byte[] separator = "From a@example.com Thu Jan  1 00:00:00 2026\n"u8.ToArray();
        byte[][] expected = [Message(0, 500), Message(1, 3 * SlabPool.SlabSize), .. Enumerable.Range(2, 60).Select(i => Message(i, 20_000))];
        string path = Path.Combine(_folder, "mail.mbox");
        await File.WriteAllBytesAsync(path, [.. expected.SelectMany(m => (byte[])[.. separator, .. m, (byte)'\n', (byte)'\n'])], TestContext.Current.CancellationToken);
        (List<(byte[] Message, int InBatch)> messages, List<Fault> faults) = await ReadAsync(path);
        Assert.Empty(faults);
        Assert.Equal(expected.Select(m => m.Length + 1), messages.Select(m => m.Message.Length));
        Assert.All(messages.Zip(expected), pair => Assert.True(pair.First.Message.AsSpan().StartsWith(pair.Second)));
        // One read brings at most 256 KiB along.
        Assert.InRange(messages[1].InBatch, 1, 15);
    }
}
