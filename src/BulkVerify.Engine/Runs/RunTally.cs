using System.Collections.Concurrent;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>What the rows of a run come to, counted while they are made: every split once it is committed. What was committed before is counted from its rows when the total is
/// asked for, unless the run folder has the statistics. Memory is bounded by the number of splits that are counted at the same time. Thread-safe but for
/// <see cref="TotalAsync"/>, which is for when nothing is added any more.</summary>
internal sealed class RunTally : IDisposable
{
    // One for each split that is committed at the same time.
    private readonly ConcurrentBag<StatisticsStore> _parts = [];
    // False for a split whose messages that met a temporary error are not counted yet.
    private readonly ConcurrentDictionary<string, bool> _counted = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly RunFolder _folder;
    private readonly int _maxGroups;

    /// <param name="folder">The run; files of groups that do not fit in memory lie in it while this one is used.</param>
    /// <param name="maxGroups">See <see cref="StatisticsStore"/>; of each part.</param>
    public RunTally(RunFolder folder, int maxGroups = StatisticsStore.DefaultMaxGroups) => (_folder, _maxGroups) = (folder, maxGroups == 0 ? StatisticsStore.DefaultMaxGroups : maxGroups);

    /// <summary>Takes over the statistics that a stopped run left, and removes the file: it is there only while it equals the rows. Where it is damaged, they are counted anew.</summary>
    public static RunTally Open(RunFolder folder, int maxGroups)
    {
        var tally = new RunTally(folder, maxGroups);
        if (!File.Exists(folder.StatisticsFile))
            return tally;
        StatisticsStore left = tally.NewPart();
        tally._parts.Add(left);
        if (!left.TryTakeOver(folder.StatisticsFile))
            return tally;
        foreach (string split in folder.CommittedSplits())
            tally._counted[split] = true;
        return tally;
    }

    /// <summary>Counts a split; whoever asks disposes it, or gives it to <see cref="Add"/>.</summary>
    public StatisticsStore NewPart() => new(_folder.StatisticsAside, _maxGroups);

    /// <param name="splitFolder">A split that is committed now.</param>
    /// <param name="statistics">Of its rows; empty afterwards.</param>
    /// <param name="isWhole">False where those are left out that the last pass judges again.</param>
    public void Add(string splitFolder, StatisticsStore statistics, bool isWhole = true)
    {
        Merge(statistics);
        _counted[splitFolder] = isWhole;
    }

    /// <summary>Counts what the last pass made of the messages that were left out of a split; false where none were, or the split is not counted.</summary>
    /// <param name="splitFolder">A split.</param>
    /// <param name="statistics">Of their rows; empty afterwards.</param>
    public bool TryComplete(string splitFolder, StatisticsStore statistics)
    {
        lock (_gate)
        {
            if (!_counted.TryGetValue(splitFolder, out bool isWhole) || isWhole)
                return false;
            Add(splitFolder, statistics);
            return true;
        }
    }

    /// <summary>Rows of committed splits become others: all are counted anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _counted.Clear();
            while (_parts.TryTake(out StatisticsStore? part))
                part.Dispose();
        }
    }

    /// <summary>The statistics of all committed splits; the same object again while nothing is added. This one disposes it.</summary>
    /// <exception cref="IOException">A split cannot be read.</exception>
    public async Task<StatisticsStore> TotalAsync(CancellationToken cancellation)
    {
        // There was no last pass, or it did not come to its end.
        if (_counted.Values.Contains(false))
            Forget();
        IEnumerable<string> open = _folder.CommittedSplits().Where(s => !_counted.ContainsKey(s));
        await Parallel.ForEachAsync(open, cancellation, async (split, stop) =>
        {
            using StatisticsStore counted = NewPart();
            await SplitStatistics.CountAsync(split, counted, stop).ConfigureAwait(false);
            Add(split, counted);
        }).ConfigureAwait(false);
        StatisticsStore total = _parts.TryTake(out StatisticsStore? first) ? first : NewPart();
        while (_parts.TryTake(out StatisticsStore? part))
        {
            total.Merge(part);
            part.Dispose();
        }
        _parts.Add(total);
        return total;
    }

    public void Dispose() => Forget();

    private void Merge(StatisticsStore statistics)
    {
        StatisticsStore part = _parts.TryTake(out StatisticsStore? idle) ? idle : NewPart();
        part.Merge(statistics);
        _parts.Add(part);
    }
}
