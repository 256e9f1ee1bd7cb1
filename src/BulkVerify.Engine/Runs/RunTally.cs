using System.Collections.Concurrent;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>What the rows of a run come to, counted while they are made: every split once it is committed. What was committed before is counted from its rows when the total is
/// asked for, unless the run folder has the statistics. Thread-safe but for <see cref="TotalAsync"/>, which is for when nothing is added any more.</summary>
internal sealed class RunTally
{
    // One for each split that is committed at the same time.
    private readonly ConcurrentBag<RunStatistics> _parts = [];
    private readonly ConcurrentDictionary<string, bool> _counted = new(StringComparer.Ordinal);

    /// <summary>Takes over the statistics that a stopped run left, and removes the file: it is there only while it equals the rows.</summary>
    public static RunTally Open(RunFolder folder)
    {
        var tally = new RunTally();
        if (!File.Exists(folder.StatisticsFile))
            return tally;
        tally._parts.Add(RunReader.ReadStatistics(folder.StatisticsFile));
        foreach (string split in folder.CommittedSplits())
            tally._counted[split] = true;
        File.Delete(folder.StatisticsFile);
        return tally;
    }

    /// <param name="splitFolder">A split that is committed now.</param>
    /// <param name="statistics">Of its rows; not used by the caller any more.</param>
    public void Add(string splitFolder, RunStatistics statistics)
    {
        RunStatistics part = _parts.TryTake(out RunStatistics? idle) ? idle : new RunStatistics();
        part.Merge(statistics);
        _counted[splitFolder] = true;
        _parts.Add(part);
    }

    /// <summary>Rows of committed splits become others: all are counted anew.</summary>
    public void Forget()
    {
        _counted.Clear();
        _parts.Clear();
    }

    /// <summary>The statistics of all committed splits; the same object again while nothing is added.</summary>
    /// <exception cref="IOException">A split cannot be read.</exception>
    public async Task<RunStatistics> TotalAsync(RunFolder folder, CancellationToken cancellation)
    {
        IEnumerable<string> open = folder.CommittedSplits().Where(s => !_counted.ContainsKey(s));
        await Parallel.ForEachAsync(open, cancellation, async (split, stop) => Add(split, await SplitStatistics.CountAsync(split, stop).ConfigureAwait(false))).ConfigureAwait(false);
        RunStatistics total = _parts.TryTake(out RunStatistics? first) ? first : new RunStatistics();
        while (_parts.TryTake(out RunStatistics? part))
            total.Merge(part);
        _parts.Add(total);
        return total;
    }
}
