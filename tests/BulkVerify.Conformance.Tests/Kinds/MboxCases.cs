using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Conformance.Suites;

namespace BulkVerify.Conformance.Kinds;

/// <summary>Cases of kind mbox: number and offsets of messages.</summary>
internal sealed class MboxCases : ICaseKind
{
    public void Run(ConformanceCase tested) => RunAsync(tested).GetAwaiter().GetResult();

    private static async Task RunAsync(ConformanceCase tested)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string path = Path.Combine(tested.Folder, tested.Data.GetProperty("mbox").GetString()!);
        var pool = new SlabPool(16 << 20);
        ArchivePlan plan = ArchivePlanner.Plan([path], new PlanOptions(), cancellation);
        List<MessageExtent> messages = [];
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, pool, new ReadOptions(), cancellation);
            while (await reader.ReadAsync() is { } batch)
            {
                using (batch)
                    messages.AddRange(batch.Messages);
            }
        }
        JsonElement expect = tested.Data.GetProperty("expect");
        Assert.Equal(expect.GetProperty("messages").GetInt32(), messages.Count);
        if (expect.TryGetProperty("from_offsets", out JsonElement offsets))
            Assert.Equal(offsets.EnumerateArray().Select(o => o.GetInt64()), messages.Select(m => m.ArchiveOffset));
        if (expect.TryGetProperty("offsets", out JsonElement markers))
            Assert.Equal(markers.EnumerateArray().Select(o => o.GetProperty("marker").GetInt64()), messages.Select(m => m.ArchiveOffset));
    }
}
