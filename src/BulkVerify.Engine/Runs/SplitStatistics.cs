using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Counts a committed split anew from its rows.</summary>
internal static class SplitStatistics
{
    /// <param name="splitFolder">The split.</param>
    /// <param name="statistics">Counts it.</param>
    /// <param name="cancellation">Ends the work between rows.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task CountAsync(string splitFolder, StatisticsStore statistics, CancellationToken cancellation)
    {
        var files = new SplitFiles(splitFolder);
        await foreach (MessageRow row in RowFileReader.ReadAsync(files.Rows(), cancellation).ConfigureAwait(false))
            statistics.Add(row);
        if (LeftOut.Read(files) is { } leftOut)
            statistics.LeaveOut(leftOut.OutsidePeriod, leftOut.NotSampled);
    }
}
