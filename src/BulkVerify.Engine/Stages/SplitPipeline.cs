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
/// worker actors, the stream itself waits. Order is kept throughout, so rows come in archive order.
/// </summary>
internal sealed class SplitPipeline(ArchivePlan plan, RunFolder folder, SlabPool slabs, ReadOptions reading, IActorRef workers, AskStage asking, PipelineWidth width, Action<BatchInFlight> progress)
{
    /// <summary>Longest a batch may take in one stage: far above any real one, so that a lost answer ends in an error and not in waiting for ever.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromMinutes(30);

    public Props TallyOf(int split) => TallyActor.Props(folder, split);

    /// <summary>Runs one split into its tally. The caller commits.</summary>
    public Task RunAsync(int split, IActorRef tally, IMaterializer materializer, CancellationToken stop) =>
        Source.UnfoldResourceAsync<MessageBatch, SplitReader>(
                () => Task.FromResult(SplitReader.Open(plan, plan.Splits[split], slabs, reading, stop)),
                async reader => await reader.ReadAsync().ConfigureAwait(false) is { } batch ? batch : Akka.Util.Option<MessageBatch>.None,
                async reader => { await reader.DisposeAsync().ConfigureAwait(false); return Done.Instance; })
            .SelectAsync(width.Workers, batch => WorkAsync(new StageWorkerActor.Digest(batch), stop))
            .SelectAsync(width.BatchesInFlight, batch => asking.PrepareAsync(batch, b => WorkAsync(new StageWorkerActor.Prepare(b), stop), stop))
            .SelectAsync(width.Workers, batch => WorkAsync(new StageWorkerActor.Verify(batch), stop))
            .SelectAsync(width.BatchesInFlight, batch => asking.PrepareAsync(batch, b => WorkAsync(new StageWorkerActor.Judge(b), stop), stop))
            .SelectAsync(1, batch => TallyAsync(batch, tally, stop))
            .RunWith(Sink.Ignore<Done>(), materializer);

    private Task<BatchInFlight> WorkAsync(object work, CancellationToken stop) => workers.Ask<BatchInFlight>(work, StageTimeout, stop);

    private async Task<Done> TallyAsync(BatchInFlight batch, IActorRef tally, CancellationToken stop)
    {
        await tally.Ask<TallyActor.Added>(new TallyActor.Add(batch.Rows, batch.Faults, batch.FramedMessages, batch.FramedBytes), StageTimeout, stop).ConfigureAwait(false);
        progress(batch);
        return Done.Instance;
    }
}
