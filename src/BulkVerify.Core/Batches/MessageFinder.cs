using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Reads single messages by their place, with the same framing and limits as a run.</summary>
public static class MessageFinder
{
    /// <summary>The batch that holds the message, and its extent in it; null when no message begins there. The caller disposes the batch.</summary>
    /// <param name="plan">Plan of the run, or of the one file.</param>
    /// <param name="locator">As rows and faults name it.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async ValueTask<(MessageBatch Batch, MessageExtent Extent)?> FindAsync(ArchivePlan plan, MessageLocator locator, ReadOptions options, CancellationToken cancellation)
    {
        for (int i = 0; i < plan.Inputs.Count; i++)
        {
            ArchiveInput input = plan.Inputs[i];
            bool inside = locator.Archive.StartsWith(input.Name + "!", StringComparison.Ordinal);
            if (input.Name != locator.Archive && !inside)
                continue;
            // In an mbox the offset leads straight to the separator; a container is read from its start.
            long start = input.Kind == ContentKind.Mbox ? locator.Offset : 0;
            long end = input.Kind == ContentKind.Mbox ? locator.Offset + 1 : input.Size;
            if (await FindInAsync(plan, new PlannedSplit(0, i, 1, start, end), locator, options, cancellation).ConfigureAwait(false) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The only message of a plan, or its first one.</summary>
    public static ValueTask<(MessageBatch Batch, MessageExtent Extent)?> FirstAsync(ArchivePlan plan, ReadOptions options, CancellationToken cancellation) =>
        FindInAsync(plan, plan.Splits[0], null, options, cancellation);

    private static async ValueTask<(MessageBatch, MessageExtent)?> FindInAsync(
        ArchivePlan plan, PlannedSplit split, MessageLocator? locator, ReadOptions options, CancellationToken cancellation)
    {
        await using SplitReader reader = SplitReader.Open(plan, split, new SlabPool(2 * SlabPool.SlabSize), options, cancellation);
        while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
        {
            foreach (MessageExtent extent in batch.Messages)
            {
                if (locator is null || extent.Locator == locator)
                    return (batch, extent);
            }
            batch.Dispose();
        }
        return null;
    }
}
