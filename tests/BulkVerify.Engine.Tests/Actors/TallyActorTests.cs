using System.Collections.Concurrent;
using Akka.Actor;
using BulkVerify.Batches;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Actors;

public sealed class TallyActorTests
{
    /// <summary>Fails a test that would hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Long enough to see, nearly always, that something ends which must not end.</summary>
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopped_in_the_middle_of_a_write_it_waits_for_the_write_and_disposes_the_split(bool isCommit)
    {
        using ActorSystem system = ActorSystem.Create("tally", EngineConfig.For(1));
        var writer = new HeldWriter();
        IActorRef tally = system.ActorOf(TallyActor.Props(writer));
        tally.Tell(isCommit ? new TallyActor.Commit() : new TallyActor.Add(BatchInFlight.Undigested(new MessageBatch(null, [], [], Archives.MboxVariant.None), new InvalidOperationException())));
        await writer.Begun.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Task terminated = system.Terminate();
        await writer.Closing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TimeoutException>(() => terminated.WaitAsync(AMoment, TestContext.Current.CancellationToken));

        writer.GoOn();
        await terminated.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["begun", "written", "disposed"], writer.Steps);
    }

    /// <summary>Writes behind the gate of the real writers until told to go on, and continues wherever the caller's context is, as libraries do.</summary>
    private sealed class HeldWriter : ISplitWriter
    {
        private readonly WriteGate _gate = new();
        private readonly ConcurrentQueue<string> _steps = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What was done, in order.</summary>
        public IEnumerable<string> Steps => _steps;

        public Task Begun => _begun.Task;

        /// <summary>It was told to dispose of itself, and has done all that does not wait for the write.</summary>
        public Task Closing => _closing.Task;

        public void GoOn() => _goOn.SetResult();

        public ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation) => _gate.WriteAsync(WriteAsync, cancellation);

        public ValueTask CommitAsync(CancellationToken cancellation) => _gate.WriteAsync(WriteAsync, cancellation);

        public async ValueTask DisposeAsync()
        {
            ValueTask closed = _gate.CloseAsync(() =>
            {
                _steps.Enqueue("disposed");
                return ValueTask.CompletedTask;
            });
            _closing.SetResult();
            await closed.ConfigureAwait(false);
        }

        private async ValueTask WriteAsync()
        {
            _steps.Enqueue("begun");
            _begun.SetResult();
            await _goOn.Task;
            _steps.Enqueue("written");
        }
    }
}
