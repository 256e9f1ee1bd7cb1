using Akka.Actor;
using BulkVerify.Batches;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Tests.Actors;

public sealed class TallyActorTests
{
    /// <summary>Fails a test that would hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

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
        await writer.Disposing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(writer.IsDisposed);
        writer.GoOn();
        await terminated.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.True(writer.IsDisposed);
    }

    /// <summary>Writes until told to go on, and continues wherever the caller's context is, as libraries do.</summary>
    private sealed class HeldWriter : ISplitWriter
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _disposing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _writing = Task.CompletedTask;

        public Task Begun => _begun.Task;

        public Task Disposing => _disposing.Task;

        public bool IsDisposed { get; private set; }

        public void GoOn() => _goOn.SetResult();

        public ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation) => new(_writing = WriteAsync());

        public ValueTask CommitAsync(CancellationToken cancellation) => new(_writing = WriteAsync());

        public async ValueTask DisposeAsync()
        {
            _disposing.SetResult();
            await _writing.ConfigureAwait(false);
            IsDisposed = true;
        }

        private async Task WriteAsync()
        {
            _begun.SetResult();
            await _goOn.Task;
        }
    }
}
