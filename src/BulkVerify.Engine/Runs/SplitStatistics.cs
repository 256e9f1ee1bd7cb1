using System.Collections.Concurrent;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Counts committed splits anew from their rows.</summary>
internal static class SplitStatistics
{
    /// <param name="splitFolders">Committed splits; read side by side.</param>
    /// <param name="cancellation">Ends the work between rows.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<RunStatistics> CountAsync(IEnumerable<string> splitFolders, CancellationToken cancellation)
    {
        var parts = new ConcurrentBag<RunStatistics>();
        await Parallel.ForEachAsync(splitFolders, cancellation, async (folder, stop) =>
        {
            RunStatistics part = parts.TryTake(out RunStatistics? idle) ? idle : new RunStatistics();
            await foreach (MessageRow row in RowFileReader.ReadAsync(RunFolder.RowsIn(folder), stop).ConfigureAwait(false))
                part.Add(row);
            if (LeftOut.Read(folder) is { } leftOut)
                part.LeaveOut(leftOut.OutsidePeriod, leftOut.NotSampled);
            parts.Add(part);
        }).ConfigureAwait(false);
        return Merge(parts);
    }

    /// <summary>All parts as one; they are not used any more afterwards.</summary>
    public static RunStatistics Merge(IEnumerable<RunStatistics> parts)
    {
        var all = new RunStatistics();
        foreach (RunStatistics part in parts)
            all.Merge(part);
        return all;
    }
}
