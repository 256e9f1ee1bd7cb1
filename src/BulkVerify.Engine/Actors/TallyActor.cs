using Akka.Actor;
using BulkVerify.Engine.Runs;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Actors;

/// <summary>The only writer of one split's rows, statistics and faults. Takes batches in order, one at a time; the split is committed when told so,
/// and leaves nothing behind when the actor stops before.</summary>
internal sealed class TallyActor : ReceiveActor
{
    /// <summary>Rows and faults of one batch.</summary>
    public sealed record Add(IReadOnlyList<MessageRow> Rows, IReadOnlyList<Fault> Faults, long FramedMessages, long FramedBytes);

    /// <summary>Answer to <see cref="Add"/>: written, send the next.</summary>
    public sealed record Added;

    /// <summary>Makes the split durable.</summary>
    public sealed record Commit;

    /// <summary>Answer to <see cref="Commit"/>.</summary>
    public sealed record Committed(SplitCounts Counts);

    private readonly SplitCommit _split;
    private SplitCounts _counts = new(0, 0, 0, 0);

    public TallyActor(RunFolder folder, int split)
    {
        _split = new SplitCommit(folder, split);
        ReceiveAsync<Add>(AddAsync);
        ReceiveAsync<Commit>(CommitAsync);
    }

    public static Props Props(RunFolder folder, int split) => Akka.Actor.Props.Create(() => new TallyActor(folder, split));

    protected override void PostStop() => _split.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task AddAsync(Add batch)
    {
        IActorRef sender = Sender;
        await _split.AddAsync(batch.Rows, CancellationToken.None).ConfigureAwait(true);
        foreach (Fault fault in batch.Faults)
            _split.Add(fault);
        _counts = new SplitCounts(
            _counts.Messages + batch.FramedMessages, _counts.Rows + batch.Rows.Count, _counts.Faults + batch.Faults.Count, _counts.Bytes + batch.FramedBytes);
        sender.Tell(new Added());
    }

    private async Task CommitAsync(Commit _)
    {
        IActorRef sender = Sender;
        try
        {
            await _split.CommitAsync(CancellationToken.None).ConfigureAwait(true);
            sender.Tell(new Committed(_counts));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sender.Tell(new Status.Failure(e));
        }
    }
}
