using System.Collections.Concurrent;
using BulkVerify.Digests;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.WhatIf;

/// <summary>The kept digests of a run, each with its row as far as <see cref="RowFileReader.ReadVerdictsAsync"/> reads it.</summary>
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
    /// <exception cref="InvalidDataException">A file of digests is damaged or does not belong to its rows.</exception>
    public static async Task<IReadOnlyList<TWorker>> ForEachAsync<TWorker>(RunReader reader, int threads, Func<TWorker> make, CancellationToken cancellation)
        where TWorker : IDigestWorker
    {
        var idle = new ConcurrentBag<TWorker>();
        var made = new ConcurrentBag<TWorker>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        await Parallel.ForEachAsync(reader.Folder.CommittedSplits(), options, async (split, stop) =>
        {
            if (!idle.TryTake(out TWorker? worker))
                made.Add(worker = make());
            await ReadAsync(split, worker, stop).ConfigureAwait(false);
            idle.Add(worker);
        }).ConfigureAwait(false);
        return [.. made];
    }

    /// <summary>Rows and digests are in the order of the archive, one digest for each row. Rows are read from the first message on that is concerned.</summary>
    private static async Task ReadAsync(string split, IDigestWorker worker, CancellationToken cancellation)
    {
        string path = RunFolder.DigestsIn(split);
        await using FileStream file = File.OpenRead(path);
        using var digests = new DigestFileReader(file, path);
        IAsyncEnumerator<MessageRow>? rows = null;
        try
        {
            long read = 0;
            foreach (KeptDigest kept in digests.Read(worker.Scope is { } scope ? scope.Concerns : null))
            {
                cancellation.ThrowIfCancellationRequested();
                rows ??= RowFileReader.ReadVerdictsAsync(new SplitFiles(split).Rows(), cancellation).GetAsyncEnumerator(cancellation);
                while (read <= kept.Number && await rows.MoveNextAsync().ConfigureAwait(false))
                    read++;
                if (read <= kept.Number || new MessageLocator(rows.Current.Archive, rows.Current.Offset) != kept.Locator)
                    throw new InvalidDataException($"{path}: does not belong to the rows beside it. Verify the archives again with --keep-digests.");
                worker.Add(rows.Current, kept);
            }
        }
        finally
        {
            if (rows is not null)
                await rows.DisposeAsync().ConfigureAwait(false);
        }
    }
}
