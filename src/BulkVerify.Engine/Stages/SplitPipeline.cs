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
    ArchivePlan plan, RunFolder folder, PlanReader archives, JudgingSteps judging, bool keepDigests, Action flushAnswers, RunTally run,
    Action<StageKind, MessageLocator>? probe)
    : ISplitWork, IAsyncDisposable
{
    private readonly ConcurrentDictionary<BatchSource, bool> _sources = [];
    private readonly ConcurrentDictionary<MessageBatch, bool> _digesting = [];

    public Props TallyOf(int split) => TallyActor.Props(new SplitCommit(folder, split, flushAnswers, keepDigests, run, probe));

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

    public async Task<SplitCounts> GiveUpAsync(int split, Exception failure)
    {
        PlannedSplit planned = plan.Splits[split];
        await using var commit = new SplitCommit(folder, split, flushAnswers, keepDigests, run);
        commit.Add(ProgramFault.OfSplit(plan.Inputs[planned.FirstInput].Name, planned.Start, planned.End, failure));
        await commit.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return SplitCounts.Zero with { Faults = 1 };
    }

    /// <summary>Gives back what streams that were stopped still hold.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (BatchSource source in _sources.Keys)
            await source.DisposeAsync().ConfigureAwait(false);
        await archives.DisposeAsync().ConfigureAwait(false);
        foreach (MessageBatch batch in _digesting.Keys)
            batch.Dispose();
    }

    private Source<Done, NotUsed> StreamOf(BatchSource source, IActorRef tally, CancellationToken stop) =>
        judging.Judge(
            Source.UnfoldResourceAsync<BatchSource, BatchSource>(
                    () => Task.FromResult(source),
                    async reader => await reader.NextTurnAsync().ConfigureAwait(false) ? reader : Akka.Util.Option<BatchSource>.None,
                    async reader => { await reader.CloseAsync().ConfigureAwait(false); return Done.Instance; })
                .SelectAsync(judging.Width.Workers, reader => ReadAndDigestAsync(reader, stop))
                .Where(batch => batch.HasValue)
                .Select(batch => batch.Value),
            tally,
            stop);

    private BatchSource Open(int split, CancellationToken stop)
    {
        PlannedSplit planned = plan.Splits[split];
        var source = new BatchSource(
            archives.Open(planned, stop), new MessageLocator(plan.Inputs[planned.FirstInput].Name, planned.Start), probe);
        _sources[source] = true;
        return source;
    }

    /// <summary>A worker reads the next batch and digests it at once, while what it read is in its core's cache. Where reading has to wait, nobody but this method does. None at the end of the split.</summary>
    private async Task<Akka.Util.Option<BatchInFlight>> ReadAndDigestAsync(BatchSource source, CancellationToken stop)
    {
        StageWorkerActor.ReadDone done = await judging.AskWorkerAsync<StageWorkerActor.ReadDone>(new StageWorkerActor.Read(source), stop).ConfigureAwait(false);
        if (done.Waiting is not { } waiting)
            return done.Batch ?? Akka.Util.Option<BatchInFlight>.None;
        MessageBatch? batch = await waiting.ConfigureAwait(false);
        return batch is null ? Akka.Util.Option<BatchInFlight>.None : await DigestAsync(batch, source, stop).ConfigureAwait(false);
    }

    private async Task<BatchInFlight> DigestAsync(MessageBatch batch, BatchSource source, CancellationToken stop)
    {
        _digesting[batch] = true;
        if (!source.TryTake(batch))
            throw new OperationCanceledException("The stream has ended.");
        try
        {
            return await judging.AskWorkerAsync<BatchInFlight>(new StageWorkerActor.Digest(batch), stop).ConfigureAwait(false);
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
}
