using Akka.Actor;
using Akka.Routing;
using BulkVerify.Batches;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Actors;

/// <summary>Does the CPU work of the stages, a batch at a time, with scratch memory of its own. One per core on a dispatcher of its own threads,
/// because work of milliseconds on the shared thread pool would delay every timer and answer of the process.</summary>
internal sealed class StageWorkerActor : ReceiveActor
{
    public sealed record Digest(MessageBatch Batch);

    public sealed record Prepare(BatchInFlight Batch);

    public sealed record Verify(BatchInFlight Batch);

    public sealed record Judge(BatchInFlight Batch);

    public StageWorkerActor(StageContext context)
    {
        var stages = new BatchStages(context);
        Receive<Digest>(work => Answer(() => stages.Digest(work.Batch)));
        Receive<Prepare>(work => Answer(() => stages.Prepare(work.Batch)));
        Receive<Verify>(work => Answer(() => stages.Verify(work.Batch)));
        Receive<Judge>(work => Answer(() => stages.Judge(work.Batch)));
    }

    /// <summary>A pool of <paramref name="count"/> workers.</summary>
    public static Props Pool(StageContext context, int count) =>
        new SmallestMailboxPool(count, null, new OneForOneStrategy(_ => Directive.Restart), EngineConfig.WorkerDispatcher)
            .Props(Props.Create(() => new StageWorkerActor(context)).WithDispatcher(EngineConfig.WorkerDispatcher));

    /// <summary>Whoever waits hears of an error at once.</summary>
    private void Answer(Func<BatchInFlight> work)
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
