using System.Collections.Concurrent;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Streams;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Actors;

public sealed class JobActorTests : IDisposable
{
    /// <summary>Fails a test that would hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ActorSystem _system = ActorSystem.Create("job", EngineConfig.For(1));
    private readonly HeldSplits _work = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task One_split_more_begins_each_time_all_wait_up_to_the_width_of_waiting()
    {
        IActorRef job = _system.ActorOf(JobActor.Props(_work, width: 1, widthOfWaiting: 3));
        Task<JobActor.Finished> finished = job.Ask<JobActor.Finished>(new JobActor.Start([0, 1, 2, 3, 4]), Patience, Stop);
        Assert.Equal(0, await _work.BegunAsync(Stop));

        job.Tell(new JobActor.AllWait());
        Assert.Equal(1, await _work.BegunAsync(Stop));
        job.Tell(new JobActor.AllWait());
        Assert.Equal(2, await _work.BegunAsync(Stop));
        job.Tell(new JobActor.AllWait());

        // The next one is due when one is in work, not three.
        _work.End(0);
        _work.End(1);
        _work.End(2);
        Assert.Equal(3, await _work.BegunAsync(Stop));
        _work.End(3);
        Assert.Equal(4, await _work.BegunAsync(Stop));
        _work.End(4);

        Assert.Equal(5, (await finished.WaitAsync(Patience, Stop)).CommittedSplits);
        Assert.Equal(3, _work.MostAtATime);
    }

    [Fact]
    public async Task Once_draining_no_split_begins_though_all_wait()
    {
        IActorRef job = _system.ActorOf(JobActor.Props(_work, width: 1, widthOfWaiting: 2));
        Task<JobActor.Finished> finished = job.Ask<JobActor.Finished>(new JobActor.Start([0, 1]), Patience, Stop);
        Assert.Equal(0, await _work.BegunAsync(Stop));

        job.Tell(new JobActor.Drain());
        job.Tell(new JobActor.AllWait());
        _work.End(0);

        JobActor.Finished end = await finished.WaitAsync(Patience, Stop);
        Assert.Equal((1, 1), (end.CommittedSplits, end.RemainingSplits));
    }

    /// <summary>Splits that last until they are told to end, and commit nothing.</summary>
    private sealed class HeldSplits : ISplitWork
    {
        private readonly Channel<int> _begun = Channel.CreateUnbounded<int>();
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _ends = [];
        private int _inWork;

        public int MostAtATime { get; private set; }

        /// <summary>The split that began next.</summary>
        public async Task<int> BegunAsync(CancellationToken stop) => await _begun.Reader.ReadAsync(stop).AsTask().WaitAsync(Patience, stop);

        public void End(int split) => EndOf(split).TrySetResult();

        public Props TallyOf(int split) => Props.Create(() => new NoTally());

        public async Task RunAsync(int split, IActorRef tally, IMaterializer materializer, CancellationToken stop)
        {
            MostAtATime = Math.Max(MostAtATime, Interlocked.Increment(ref _inWork));
            _begun.Writer.TryWrite(split);
            await EndOf(split).Task.WaitAsync(stop);
            Interlocked.Decrement(ref _inWork);
        }

        public Task<SplitCounts> GiveUpAsync(int split, Exception failure) => Task.FromException<SplitCounts>(failure);

        private TaskCompletionSource EndOf(int split) => _ends.GetOrAdd(split, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class NoTally : ReceiveActor
    {
        public NoTally() => Receive<TallyActor.Commit>(_ => Sender.Tell(new TallyActor.Committed(SplitCounts.Zero)));
    }
}
