using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Engine.Stages;

/// <summary>
/// The stream of a split: read, digest, ask, verify, judge, tally. Elements are batches; inside a batch there are only method calls. CPU work runs in the
/// worker actors, the stream itself waits. Order is kept throughout, so rows come in archive order. An error of the program in a batch becomes faults of its
/// messages; only what would meet every batch ends the stream.
/// </summary>
internal sealed class SplitPipeline(
    ArchivePlan plan, RunFolder folder, SlabPool slabs, ReadOptions reading, IActorRef workers, AskStage asking, PipelineWidth width, bool keepDigests,
    Action<BatchInFlight> progress, Action<StageKind, MessageLocator>? probe) : IAsyncDisposable
{
    /// <summary>Longest a batch may take in one stage: far above any real one, so that a lost answer ends in an error and not in waiting for ever.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<BatchSource, bool> _sources = [];
    private readonly ConcurrentDictionary<MessageBatch, bool> _digesting = [];

    /// <exception cref="IOException">The split's folder cannot be made.</exception>
    public Props TallyOf(int split) => TallyActor.Props(new SplitCommit(folder, split, keepDigests));

    /// <summary>Runs one split into its tally. The caller commits.</summary>
    public async Task RunAsync(int split, IActorRef tally, IMaterializer materializer, CancellationToken stop)
    {
        BatchSource source = Open(split, stop);
        try
        {
            await StreamOf(source, tally, stop).RunWith(Sink.Ignore<Done>(), materializer).ConfigureAwait(false);
        }
        finally
        {
            await source.DisposeAsync().ConfigureAwait(false);
            _sources.TryRemove(source, out _);
        }
    }

    /// <summary>Commits a split that cannot be run with the fault that says so.</summary>
    public async Task<SplitCounts> GiveUpAsync(int split, Exception failure)
    {
        PlannedSplit planned = plan.Splits[split];
        await using var commit = new SplitCommit(folder, split, keepDigests);
        commit.Add(ProgramFault.OfSplit(plan.Inputs[planned.FirstInput].Name, planned.Start, planned.End, failure));
        await commit.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return SplitCounts.Zero with { Faults = 1 };
    }

    /// <summary>Gives back what streams that were stopped still hold.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (BatchSource source in _sources.Keys)
            await source.DisposeAsync().ConfigureAwait(false);
        foreach (MessageBatch batch in _digesting.Keys)
            batch.Dispose();
    }

    private Source<Done, NotUsed> StreamOf(BatchSource source, IActorRef tally, CancellationToken stop) =>
        Source.UnfoldResourceAsync<MessageBatch, BatchSource>(
                () => Task.FromResult(source),
                async reader => await reader.ReadAsync().ConfigureAwait(false) is { } batch ? batch : Akka.Util.Option<MessageBatch>.None,
                async reader => { await reader.CloseAsync().ConfigureAwait(false); return Done.Instance; })
            .SelectAsync(width.Workers, batch => DigestAsync(batch, source, stop))
            .SelectAsync(width.BatchesInFlight, batch => AskAsync(batch, StageKind.Prepare, b => new StageWorkerActor.Prepare(b), stop))
            .SelectAsync(width.Workers, batch => WorkAsync(batch, StageKind.Verify, new StageWorkerActor.Verify(batch), stop))
            .SelectAsync(width.BatchesInFlight, batch => AskAsync(batch, StageKind.Judge, b => new StageWorkerActor.Judge(b), stop))
            .SelectAsync(1, batch => TallyAsync(batch, tally, stop));

    private BatchSource Open(int split, CancellationToken stop)
    {
        PlannedSplit planned = plan.Splits[split];
        var source = new BatchSource(
            SplitReader.Open(plan, planned, slabs, reading, stop), new MessageLocator(plan.Inputs[planned.FirstInput].Name, planned.Start), probe);
        _sources[source] = true;
        return source;
    }

    private async Task<BatchInFlight> DigestAsync(MessageBatch batch, BatchSource source, CancellationToken stop)
    {
        _digesting[batch] = true;
        if (!source.TryTake(batch))
            throw new OperationCanceledException("The stream has ended.");
        try
        {
            return await workers.Ask<BatchInFlight>(new StageWorkerActor.Digest(batch), StageTimeout, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            return BatchInFlight.Undigested(batch, e);
        }
        finally
        {
            // Where the ask was cut off nobody takes what the worker may still make of it.
            batch.Dispose();
            _digesting.TryRemove(batch, out _);
        }
    }

    private async Task<BatchInFlight> AskAsync(BatchInFlight batch, StageKind stage, Func<BatchInFlight, object> work, CancellationToken stop)
    {
        try
        {
            return await asking.PrepareAsync(batch, b => WorkAsync(b, stage, work(b), stop), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            return batch.GiveUp(stage, e);
        }
    }

    private async Task<BatchInFlight> WorkAsync(BatchInFlight batch, StageKind stage, object work, CancellationToken stop)
    {
        try
        {
            return await workers.Ask<BatchInFlight>(work, StageTimeout, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (ProgramFault.IsBug(e))
        {
            return batch.GiveUp(stage, e);
        }
    }

    private async Task<Done> TallyAsync(BatchInFlight batch, IActorRef tally, CancellationToken stop)
    {
        await tally.Ask<TallyActor.Added>(new TallyActor.Add(batch), StageTimeout, stop).ConfigureAwait(false);
        progress(batch);
        return Done.Instance;
    }
}
