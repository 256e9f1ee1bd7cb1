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
        Receive<Digest>(work => Sender.Tell(stages.Digest(work.Batch)));
        Receive<Prepare>(work => Sender.Tell(stages.Prepare(work.Batch)));
        Receive<Verify>(work => Sender.Tell(stages.Verify(work.Batch)));
        Receive<Judge>(work => Sender.Tell(stages.Judge(work.Batch)));
    }

    /// <summary>A pool of <paramref name="count"/> workers. A worker that throws is restarted alone; its batch is answered by the ask that waits for it.</summary>
    public static Props Pool(StageContext context, int count) =>
        new SmallestMailboxPool(count, null, new OneForOneStrategy(_ => Directive.Restart), EngineConfig.WorkerDispatcher)
            .Props(Props.Create(() => new StageWorkerActor(context)).WithDispatcher(EngineConfig.WorkerDispatcher));
}
