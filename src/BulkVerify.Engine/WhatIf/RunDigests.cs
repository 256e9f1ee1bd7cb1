using BulkVerify.Digests;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.WhatIf;

/// <summary>The kept digests of a run, each with how its message counted.</summary>
internal static class RunDigests
{
    /// <summary>True when every committed split has its digests.</summary>
    public static bool AreKept(RunReader reader) =>
        reader.Folder.CommittedSplits() is { Count: > 0 } splits && splits.All(s => File.Exists(RunFolder.DigestsIn(s)));

    /// <summary>Gives the messages that a change concerns to the workers, split by split, in no order.</summary>
    /// <param name="reader">A run with digests.</param>
    /// <param name="threads">Most workers at a time.</param>
    /// <param name="make">Makes a worker, which one thread uses at a time; what it counts must commute.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The workers that were made.</returns>
    /// <exception cref="InvalidDataException">A file is damaged or does not belong to its rows.</exception>
    public static async Task<IReadOnlyList<TWorker>> ForEachAsync<TWorker>(RunReader reader, int threads, Func<TWorker> make, CancellationToken cancellation)
        where TWorker : class, IDigestWorker
    {
        IReadOnlyList<string> splits = reader.Folder.CommittedSplits();
        var workers = new TWorker[Math.Clamp(threads, 1, Math.Max(1, splits.Count))];
        int taken = 0;
        var tasks = new Task[workers.Length];
        for (int i = 0; i < workers.Length; i++)
        {
            TWorker worker = workers[i] = make();
            tasks[i] = Task.Run(() => Work(worker), cancellation);
        }
        await Task.WhenAll(tasks).ConfigureAwait(false);
        return workers;

        void Work(IDigestWorker worker)
        {
            try
            {
                for (int split = Interlocked.Increment(ref taken) - 1; split < splits.Count; split = Interlocked.Increment(ref taken) - 1)
                    Read(splits[split], worker, cancellation);
            }
            catch
            {
                // What is left would be for nothing.
                Interlocked.Add(ref taken, splits.Count);
                throw;
            }
        }
    }

    /// <summary>Verdicts and digests are in the order of the archive, one of each for each row. Verdicts are read from the first message on that is concerned.</summary>
    private static void Read(string split, IDigestWorker worker, CancellationToken cancellation)
    {
        string path = RunFolder.DigestsIn(split);
        using FileStream file = Open(path), verdictFile = Open(new SplitFiles(split).Verdicts());
        var digests = new DigestFileReader(file, path);
        var verdicts = new VerdictFileReader(verdictFile, RunFolder.VerdictsIn(split));
        foreach (KeptDigest kept in digests.Read(worker.Scope is { } scope ? scope.Concerns : null))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!verdicts.TryRead(kept.Number) || verdicts.Current.Rank != Example.RankOf(kept.Locator.Archive, kept.Locator.Offset))
                throw new InvalidDataException($"{path}: does not belong to the rows beside it. Verify the archives again with --keep-digests.");
            worker.Add(verdicts.Current, kept);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
}
