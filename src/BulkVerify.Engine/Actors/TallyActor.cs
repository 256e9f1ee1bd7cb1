using Akka.Actor;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Actors;

/// <summary>The only writer of one split's rows, statistics and faults. Takes batches in order, one at a time; the split is committed when told so,
/// and leaves nothing behind when the actor stops before.</summary>
internal sealed class TallyActor : ReceiveActor
{
    /// <summary>A batch that is judged.</summary>
    public sealed record Add(BatchInFlight Batch);

    /// <summary>Answer to <see cref="Add"/>: written, send the next.</summary>
    public sealed record Added;

    /// <summary>Makes the split durable.</summary>
    public sealed record Commit;

    /// <summary>Answer to <see cref="Commit"/>.</summary>
    public sealed record Committed(SplitCounts Counts);

    private readonly ISplitWriter _split;
    private SplitCounts _counts = SplitCounts.Zero;

    /// <param name="split">Owned by the actor.</param>
    public TallyActor(ISplitWriter split)
    {
        _split = split;
        ReceiveAsync<Add>(AddAsync);
        ReceiveAsync<Commit>(CommitAsync);
    }

    public static Props Props(ISplitWriter split) => Akka.Actor.Props.Create(() => new TallyActor(split));

    protected override void PostStop() => _split.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Task AddAsync(Add add) => AnswerAsync(async () =>
    {
        BatchInFlight batch = add.Batch;
        await WriteAsync(() => _split.AddAsync(batch, CancellationToken.None)).ConfigureAwait(true);
        _counts += new SplitCounts(batch.FramedMessages, batch.Rows.Count, batch.Faults.Count, batch.FaultedMessages, batch.NotSampled + batch.OutsidePeriod, batch.FramedBytes);
        return new Added();
    });

    private Task CommitAsync(Commit _) => AnswerAsync(async () =>
    {
        await WriteAsync(() => _split.CommitAsync(CancellationToken.None)).ConfigureAwait(true);
        return new Committed(_counts);
    });

    /// <summary>Runs off the scheduler of the actor: what a library continues there (Parquet.Net does) would never run once the actor stops, while
    /// <see cref="PostStop"/> waits for the write to end.</summary>
    private static Task WriteAsync(Func<ValueTask> write) => Task.Run(() => write().AsTask());

    /// <summary>Whoever waits hears of an error at once; the split then runs again.</summary>
    private async Task AnswerAsync(Func<Task<object>> work)
    {
        IActorRef sender = Sender;
        try
        {
            sender.Tell(await work().ConfigureAwait(true));
        }
        catch (Exception e)
        {
            sender.Tell(new Status.Failure(e));
        }
    }
}
