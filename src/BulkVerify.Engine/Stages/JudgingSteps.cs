using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using BulkVerify.Engine.Actors;

namespace BulkVerify.Engine.Stages;

/// <summary>What follows on the digests of a batch, as parts of a stream: ask, verify, judge, tally. CPU work runs in the worker actors, the stream itself waits.
/// An error of the program becomes faults of the batch's messages; only what would meet every batch ends the stream.</summary>
internal sealed class JudgingSteps(IActorRef workers, AskStage asking, PipelineWidth width, WaitClock clock, BatchRecordPool records, Action<BatchInFlight> progress)
{
    /// <summary>Longest a batch may take in one stage: far above any real one, so that a lost answer ends in an error and not in waiting for ever.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromMinutes(30);

    public PipelineWidth Width => width;

    /// <summary>From digests to rows in the tally, in order.</summary>
    public Source<Done, NotUsed> Judge(Source<BatchInFlight, NotUsed> digested, IActorRef tally, CancellationToken stop) =>
        digested
            .SelectAsync(width.BatchesInFlight, batch => AskAsync(batch, StageKind.Prepare, b => new StageWorkerActor.Prepare(b), stop))
            .SelectAsync(width.Workers, batch => WorkAsync(batch, StageKind.Verify, new StageWorkerActor.Verify(batch), stop))
            .SelectAsync(width.BatchesInFlight, batch => AskAsync(batch, StageKind.Judge, b => new StageWorkerActor.Judge(b), stop))
            .SelectAsync(1, batch => TallyAsync(batch, tally, stop));

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

    /// <summary>Lets a worker do something with a batch.</summary>
    public async Task<T> AskWorkerAsync<T>(object work, CancellationToken stop)
    {
        using (clock.Working())
            return await workers.Ask<T>(work, StageTimeout, stop).ConfigureAwait(false);
    }

    private async Task<BatchInFlight> WorkAsync(BatchInFlight batch, StageKind stage, object work, CancellationToken stop)
    {
        try
        {
            return await AskWorkerAsync<BatchInFlight>(work, stop).ConfigureAwait(false);
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
        batch.Release(records);
        return Done.Instance;
    }
}
