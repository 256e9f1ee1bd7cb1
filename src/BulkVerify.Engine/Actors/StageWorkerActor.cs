using Akka.Actor;
using Akka.Routing;
using BulkVerify.Batches;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Actors;

/// <summary>Does the CPU work of the stages, a batch at a time, with scratch memory of its own. One per core on a dispatcher of its own threads,
/// because work of milliseconds on the shared thread pool would delay every timer and answer of the process.</summary>
internal sealed class StageWorkerActor : ReceiveActor
{
    /// <summary>Reads the next batch of a split and digests it. The answer is <see cref="ReadDone"/>.</summary>
    public sealed record Read(BatchSource Source);

    /// <summary>What became of a turn to read.</summary>
    /// <param name="Waiting">What is still waited for, to be digested when it comes; null when nothing is.</param>
    /// <param name="Batch">What was read and digested; null at the end of the split, too.</param>
    public sealed record ReadDone(Task<MessageBatch?>? Waiting, BatchInFlight? Batch);

    public sealed record Digest(MessageBatch Batch);

    public sealed record Prepare(BatchInFlight Batch);

    public sealed record Verify(BatchInFlight Batch);

    public sealed record Judge(BatchInFlight Batch);

    public StageWorkerActor(StageContext context)
    {
        var stages = new BatchStages(context);
        Receive<Read>(work => Answer(() => ReadNext(work.Source, stages)));
        Receive<Digest>(work => Answer(() => stages.Digest(work.Batch)));
        Receive<Prepare>(work => Answer(() => stages.Prepare(work.Batch)));
        Receive<Verify>(work => Answer(() => stages.Verify(work.Batch)));
        Receive<Judge>(work => Answer(() => stages.Judge(work.Batch)));
    }

    /// <summary>A pool of <paramref name="count"/> workers.</summary>
    public static Props Pool(StageContext context, int count) =>
        new SmallestMailboxPool(count, null, new OneForOneStrategy(_ => Directive.Restart), EngineConfig.WorkerDispatcher)
            .Props(Props.Create(() => new StageWorkerActor(context)).WithDispatcher(EngineConfig.WorkerDispatcher));

    private static ReadDone ReadNext(BatchSource source, BatchStages stages)
    {
        ValueTask<MessageBatch?> read = source.ReadAsync();
        if (!read.IsCompletedSuccessfully)
            return new ReadDone(read.AsTask(), null);
        if (read.Result is not { } batch || !source.TryTake(batch))
            return new ReadDone(null, null);
        return new ReadDone(null, stages.Digest(batch));
    }

    /// <summary>Whoever waits hears of an error at once.</summary>
    private void Answer(Func<object> work)
    {
        try
        {
            Sender.Tell(work());
        }
        catch (Exception e)
        {
            Sender.Tell(new Status.Failure(e));
        }
    }
}
