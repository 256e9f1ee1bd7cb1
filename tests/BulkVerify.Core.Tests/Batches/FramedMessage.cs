using System.Text;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Batches;

/// <summary>A message that framing found, with its bytes.</summary>
internal sealed record FramedMessage(long Offset, string Text, long FramedBytes, bool HasQuotedFrom)
{
    /// <summary>Frames an mbox given as bytes; checks that every slab comes back.</summary>
    public static async Task<(List<FramedMessage> Messages, List<Fault> Faults)> ReadAsync(
        byte[] mbox, MboxVariant variant = MboxVariant.O, long start = 0, long end = long.MaxValue, ReadOptions? options = null, MboxSeparators separators = MboxSeparators.Strict, params int[] chunks)
    {
        var pool = new SlabPool(8 << 20);
        long from = Math.Max(0, start - 4);
        Stream source = new ChunkedStream(mbox[(int)from..], chunks.Length == 0 ? [1 << 20] : chunks);
        var reader = new MboxReader(source, "test.mbox", variant, separators, SplitFinder.None, pool, options ?? new ReadOptions());
        List<FramedMessage> messages = [];
        List<Fault> faults = [];
        await foreach (MessageBatch batch in reader.ReadAsync(from, start, end, TestContext.Current.CancellationToken))
        {
            using (batch)
            {
                messages.AddRange(batch.Messages.Select(m => new FramedMessage(m.ArchiveOffset, Encoding.Latin1.GetString(batch.BytesOf(m)), m.FramedBytes, m.HasQuotedFrom)));
                faults.AddRange(batch.Faults);
                // What framing notes in passing is what a look at the whole message finds.
                Assert.All(batch.Messages, m => Assert.Equal(QuotedFrom.IsIn(batch.BytesOf(m)), m.HasQuotedFrom));
            }
        }
        Assert.Equal(0, pool.Outstanding);
        return (messages, faults);
    }

    public static async Task<List<string>> TextsAsync(string mbox, MboxVariant variant = MboxVariant.O) =>
        [.. (await ReadAsync(Encoding.Latin1.GetBytes(mbox), variant)).Messages.Select(m => m.Text)];
}
