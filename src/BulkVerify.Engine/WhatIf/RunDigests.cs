using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BulkVerify.Digests;
using BulkVerify.Engine.Runs;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.WhatIf;

/// <summary>The kept digests of a run, each with its row as far as <see cref="RowFileReader.ReadVerdictsAsync"/> reads it.</summary>
internal static class RunDigests
{
    /// <summary>Messages given to a worker at a time.</summary>
    private const int ChunkLength = 256;

    /// <summary>True when every committed split has its digests.</summary>
    public static bool AreKept(RunReader reader) =>
        reader.Folder.CommittedSplits() is { Count: > 0 } splits && splits.All(s => File.Exists(RunFolder.DigestsIn(s)));

    /// <summary>Gives every message to one of the workers, in no order.</summary>
    /// <typeparam name="TWorker">Used by one thread at a time; what it counts must commute.</typeparam>
    /// <param name="reader">A run with digests.</param>
    /// <param name="threads">Most workers at a time.</param>
    /// <param name="make">Makes a worker.</param>
    /// <param name="each">What it does with a message.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The workers that were made.</returns>
    /// <exception cref="InvalidDataException">A file of digests is damaged or does not belong to its rows.</exception>
    public static async Task<IReadOnlyList<TWorker>> ForEachAsync<TWorker>(
        RunReader reader, int threads, Func<TWorker> make, Action<TWorker, MessageRow, MessageDigest> each, CancellationToken cancellation)
    {
        var idle = new ConcurrentBag<TWorker>();
        var made = new ConcurrentBag<TWorker>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        await Parallel.ForEachAsync(ChunksAsync(reader, cancellation), options, (chunk, _) =>
        {
            if (!idle.TryTake(out TWorker? worker))
                made.Add(worker = make());
            foreach ((MessageRow row, MessageDigest digest) in chunk)
                each(worker, row, digest);
            idle.Add(worker);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return [.. made];
    }

    private static async IAsyncEnumerable<List<(MessageRow Row, MessageDigest Digest)>> ChunksAsync(RunReader reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (string split in reader.Folder.CommittedSplits())
        {
            string path = RunFolder.DigestsIn(split);
            await using FileStream file = File.OpenRead(path);
            using var digests = new DigestFileReader(file, path);
            using IEnumerator<MessageDigest> next = digests.ReadAll().GetEnumerator();
            var chunk = new List<(MessageRow, MessageDigest)>(ChunkLength);
            await foreach (MessageRow row in RowFileReader.ReadVerdictsAsync(SplitFiles.Rows(split), cancellation).ConfigureAwait(false))
            {
                if (!TryAdvance(next, new MessageLocator(row.Archive, row.Offset)))
                    throw new InvalidDataException($"{path}: does not belong to the rows beside it. Verify the archives again with --keep-digests.");
                chunk.Add((row, next.Current));
                if (chunk.Count < ChunkLength)
                    continue;
                yield return chunk;
                chunk = new List<(MessageRow, MessageDigest)>(ChunkLength);
            }
            yield return chunk;
        }
    }

    /// <summary>Goes on to the digest of a message. Both are in the order of the archive; a message that met an error of the program has no row.</summary>
    private static bool TryAdvance(IEnumerator<MessageDigest> digests, in MessageLocator place)
    {
        while (digests.MoveNext())
        {
            if (digests.Current.Locator == place)
                return true;
        }
        return false;
    }
}
