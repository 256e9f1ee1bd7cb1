using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>A split that is one of several of a compressed stream.</summary>
/// <param name="Input">Index of the input in the plan.</param>
/// <param name="Number">Which of the splits, from 0.</param>
/// <param name="Starts">First stored byte of each of them.</param>
internal sealed record CompressedSplit(int Input, int Number, IReadOnlyList<long> Starts)
{
    /// <summary>Null for a split of another kind, and for one that is the whole stream.</summary>
    public static CompressedSplit? Of(ArchivePlan plan, PlannedSplit split)
    {
        ArchiveInput input = plan.Inputs[split.FirstInput];
        if (input.Kind is not (ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd) || (split.Start == 0 && split.End >= input.Size))
            return null;
        long[] starts = [.. plan.Splits.Where(s => s.FirstInput == split.FirstInput).Select(s => s.Start)];
        return new CompressedSplit(split.FirstInput, Array.BinarySearch(starts, split.Start), starts);
    }
}
