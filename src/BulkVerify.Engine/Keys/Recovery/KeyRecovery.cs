using System.Collections.Concurrent;
using System.Threading.Channels;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>
/// Recovers keys that are gone from the signatures they made: collects those of a run by (d, s), finds the modulus that signatures of a group share, and checks it against all the others.
/// Deterministic. Needs <see cref="GmpLibrary"/>. One run of it per instance.
/// </summary>
public sealed class KeyRecovery(RunReader run, RecoveryOptions options, TimeProvider time)
{
    /// <summary>Told how many splits of the run are read, of how many.</summary>
    public Action<int, int>? Reading { get; init; }

    /// <summary>Told when all is read: groups to search.</summary>
    public Action<int>? Searching { get; init; }

    /// <summary>Told after each group, in any order.</summary>
    public Action<GroupResult>? Searched { get; init; }

    /// <summary>The keys, and what was left out.</summary>
    /// <param name="stop">Ends the search early: the keys found until then are returned. A computation under way is left to its background thread.</param>
    /// <exception cref="InvalidDataException">The GMP library is not here; the message says how to install it.</exception>
    public async Task<RecoveryOutcome> RecoverAsync(CancellationToken stop)
    {
        if (!GmpLibrary.IsAvailable)
            throw new InvalidDataException(GmpLibrary.HowToInstall);
        using var spill = new SignatureSpill(Path.Combine(run.Folder.Root, $"recover-{Environment.ProcessId}.tmp"));
        var signatures = new GoneSignatures(run, options);
        await signatures.ReadAsync(spill, Reading, stop).ConfigureAwait(false);
        KeyGroup[] groups = [.. signatures.Groups.Where(g => g.Count >= 2)
            .OrderByDescending(g => g.IntactCount).ThenByDescending(g => g.Count).ThenBy(g => g.Domain).ThenBy(g => g.Selector).ThenBy(g => g.Length)];
        IEnumerable<UnsearchedKey> alone = signatures.Groups.Where(g => g.Count < 2)
            .Select(g => new UnsearchedKey(g.Domain.Value, g.Selector.Value, $"not searched: needs at least 2 signatures and has 1 of {8 * g.Length} bits"))
            .OrderBy(k => k.Domain, StringComparer.Ordinal).ThenBy(k => k.Selector, StringComparer.Ordinal).Take(RecoveryOptions.MaxNamed - signatures.Unsearched.Count);
        Searching?.Invoke(groups.Length);
        (List<RecoveredKey> keys, int searched) = await SearchAsync(groups, stop).ConfigureAwait(false);
        IReadOnlyList<KeyringEntry> entries = new AgreementTally(groups, keys).Count(spill, CancellationToken.None);
        return new RecoveryOutcome(entries, groups.Length, searched, signatures.TooSmall, signatures.TooMany, signatures.Warnings,
            [.. signatures.Unsearched, .. alone]);
    }

    private async Task<(List<RecoveredKey> Keys, int Searched)> SearchAsync(KeyGroup[] groups, CancellationToken stop)
    {
        var waiting = new ConcurrentQueue<KeyGroup>(groups);
        var done = Channel.CreateUnbounded<(IReadOnlyList<RecoveredKey> Keys, GroupResult Result)>();
        Task[] workers = [.. Enumerable.Range(0, Math.Min(options.Threads, Math.Max(1, groups.Length))).Select(_ => StartWorker(waiting, done.Writer, stop))];
        _ = Task.WhenAll(workers).ContinueWith(all => done.Writer.TryComplete(all.Exception?.GetBaseException()), TaskScheduler.Default);
        var keys = new List<RecoveredKey>();
        int searched = 0;
        try
        {
            await foreach ((IReadOnlyList<RecoveredKey> found, GroupResult result) in done.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                searched++;
                keys.AddRange(found);
                Searched?.Invoke(result);
            }
        }
        catch (OperationCanceledException)
        {
            // What was found stays; GMP cannot be interrupted, so its threads are not waited for.
        }
        return (keys, searched);
    }

    private Task StartWorker(ConcurrentQueue<KeyGroup> waiting, ChannelWriter<(IReadOnlyList<RecoveredKey>, GroupResult)> done, CancellationToken stop) => Task.Factory.StartNew(
        () =>
        {
            var search = new GroupSearch(options, time);
            while (!stop.IsCancellationRequested && waiting.TryDequeue(out KeyGroup? group))
                done.TryWrite(search.Search(group, stop));
        },
        stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
