using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.TestKit;

namespace BulkVerify.Tests;

/// <summary>An archive of real mail with the verdicts that are expected of it.</summary>
internal static class CorporaArchive
{
    /// <summary>The line of each message, by its offset.</summary>
    public static Dictionary<long, JsonElement> Expected(string name) =>
        File.ReadLines(Path.Combine(SharedData.Corpora!, name + ".expected.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(e => e.GetProperty("offset").GetInt64());

    /// <summary>Visits every message in order; holds that every slab comes back.</summary>
    public static async Task ForEachAsync(string name, Action<MessageBatch, MessageExtent> visit)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var pool = new SlabPool(8 << 20);
        ArchivePlan plan = ArchivePlanner.Plan([Path.Combine(SharedData.Corpora!, name + ".mboxrd")], new PlanOptions(), cancellation);
        await using SplitReader split = SplitReader.Open(plan, Assert.Single(plan.Splits), pool, new ReadOptions(), cancellation);
        while (await split.ReadAsync() is { } batch)
        {
            using (batch)
            {
                foreach (MessageExtent extent in batch.Messages)
                    visit(batch, extent);
            }
        }
        Assert.Equal(0, pool.Outstanding);
    }
}
