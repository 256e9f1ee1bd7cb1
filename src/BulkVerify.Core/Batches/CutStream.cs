using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>A compressed stream that a plan cuts into several splits.</summary>
/// <param name="Input">Index of the input in the plan.</param>
/// <param name="FirstSplit">Id of the first of its splits; the others follow it.</param>
/// <param name="Starts">First stored byte of each of them.</param>
internal sealed record CutStream(int Input, int FirstSplit, IReadOnlyList<long> Starts)
{
    /// <summary>The stream that the split is a part of; null for a split of another kind, and for one that is the whole stream.</summary>
    public static CutStream? Of(ArchivePlan plan, PlannedSplit split)
    {
        if (!IsPart(plan, split))
            return null;
        int first = split.Id;
        while (first > 0 && plan.Splits[first - 1].FirstInput == split.FirstInput)
            first--;
        var starts = new List<long>();
        for (int id = first; id < plan.Splits.Count && plan.Splits[id].FirstInput == split.FirstInput; id++)
            starts.Add(plan.Splits[id].Start);
        return new CutStream(split.FirstInput, first, starts);
    }

    public static bool IsPart(ArchivePlan plan, PlannedSplit split)
    {
        ArchiveInput input = plan.Inputs[split.FirstInput];
        return input.Kind is ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd && (split.Start > 0 || split.End < input.Size);
    }

    /// <summary>Which of the splits one is, from 0.</summary>
    public int NumberOf(PlannedSplit split) => split.Id - FirstSplit;
}
