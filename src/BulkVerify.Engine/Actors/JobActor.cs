using Akka.Actor;
using Akka.Streams;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Actors;

/// <summary>Runs the splits of one plan, a few at a time, each as one stream into its own <see cref="TallyActor"/>. Draining lets the splits in hand
/// finish and starts no more; stopping the actor abandons them, and what was not committed leaves nothing behind.</summary>
internal sealed class JobActor : ReceiveActor
{
    /// <summary>Work to do: the splits not yet committed.</summary>
    public sealed record Start(IReadOnlyList<int> Splits);

    /// <summary>All splits in work wait for DNS: one more may begin.</summary>
    public sealed record AllWait;

    /// <summary>Start no more splits.</summary>
    public sealed record Drain;

    /// <summary>Answer to <see cref="Start"/> when nothing is left to do or everything in hand is drained.</summary>
    public sealed record Finished(SplitCounts Counts, int CommittedSplits, int RemainingSplits, Exception? Failure);

    private sealed record SplitDone(int Split, SplitCounts? Counts, Exception? Failure);

    /// <summary>Times a split is run again from its start after its stream died.</summary>
    private const int MaxAttempts = 2;

    private readonly ISplitWork _work;
    private readonly int _width;
    private readonly int _widthOfWaiting;
    private readonly Queue<int> _waiting = new();
    private readonly Dictionary<int, int> _attempts = [];
    private readonly CancellationTokenSource _stopped = new();
    private SplitCounts _counts = SplitCounts.Zero;
    private IActorRef _owner = ActorRefs.Nobody;
    private ActorMaterializer? _materializer;
    private Exception? _failure;
    private int _running;
    private int _committed;
    private int _remaining;

    /// <param name="work">What is done with a split; shared by all splits.</param>
    /// <param name="width">Splits in work at a time, at least 1.</param>
    /// <param name="widthOfWaiting">Splits in work at a time while they wait for DNS, at least <paramref name="width"/>.</param>
    public JobActor(ISplitWork work, int width, int widthOfWaiting)
    {
        _work = work;
        _width = width;
        _widthOfWaiting = widthOfWaiting;
        Receive<Start>(OnStart);
        Receive<AllWait>(_ => StartOneMore());
        Receive<Drain>(_ => _waiting.Clear());
        Receive<SplitDone>(OnSplitDone);
    }

    public static Props Props(ISplitWork work, int width, int widthOfWaiting) => Akka.Actor.Props.Create(() => new JobActor(work, width, widthOfWaiting));

    protected override void PreStart() => _materializer = Context.Materializer();

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnStart(Start start)
    {
        _owner = Sender;
        _remaining = start.Splits.Count;
        foreach (int split in start.Splits)
            _waiting.Enqueue(split);
        Continue();
    }

    private void Continue()
    {
        while (_running < _width && _failure is null && _waiting.TryDequeue(out int split))
            Run(split);
        if (_running == 0)
            _owner.Tell(new Finished(_counts, _committed, _remaining, _failure));
    }

    private void StartOneMore()
    {
        if (_running < _widthOfWaiting && _failure is null && _waiting.TryDequeue(out int split))
            Run(split);
    }

    private void Run(int split)
    {
        _running++;
        _attempts[split] = _attempts.GetValueOrDefault(split) + 1;
        try
        {
            Finish(split, RunSplitAsync(split, Context.ActorOf(_work.TallyOf(split))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Finish(split, Task.FromException<SplitCounts>(e));
        }
    }

    /// <summary>Commits a split that an error of the program killed each time, with the fault alone: the others go on.</summary>
    private void GiveUp(int split, Exception failure)
    {
        _running++;
        Finish(split, _work.GiveUpAsync(split, failure));
    }

    private void Finish(int split, Task<SplitCounts> work)
    {
        IActorRef self = Self;
        work.PipeTo(
            self,
            success: counts => new SplitDone(split, counts, null),
            failure: e => new SplitDone(split, null, e));
    }

    private async Task<SplitCounts> RunSplitAsync(int split, IActorRef tally)
    {
        try
        {
            await _work.RunAsync(split, tally, _materializer!, _stopped.Token).ConfigureAwait(false);
            TallyActor.Committed committed = await tally.Ask<TallyActor.Committed>(new TallyActor.Commit(), JudgingSteps.StageTimeout, _stopped.Token).ConfigureAwait(false);
            return committed.Counts;
        }
        finally
        {
            // A second attempt writes into the same folder: the first writer must be gone before.
            await tally.GracefulStop(JudgingSteps.StageTimeout).ConfigureAwait(false);
        }
    }

    private void OnSplitDone(SplitDone done)
    {
        _running--;
        if (done.Counts is { } counts)
        {
            _counts += counts;
            _committed++;
            _remaining--;
        }
        else if (_attempts[done.Split] < MaxAttempts)
            _waiting.Enqueue(done.Split);
        else if (_attempts[done.Split] == MaxAttempts && ProgramFault.IsBug(done.Failure!.GetBaseException()))
        {
            _attempts[done.Split]++;
            GiveUp(done.Split, done.Failure.GetBaseException());
        }
        else
            _failure ??= done.Failure;
        Continue();
    }
}
