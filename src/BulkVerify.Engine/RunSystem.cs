using Akka.Actor;

namespace BulkVerify.Engine;

/// <summary>The private actor system of a run. Making one takes a quarter of the time to the first verdict: it is made on another thread, beside planning.</summary>
internal sealed class RunSystem(int threads) : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private Task<ActorSystem>? _making;

    /// <summary>Begins to make it, unless that was begun.</summary>
    public Task<ActorSystem> StartAsync() => _making ??= Task.Run(() => ActorSystem.Create("bulkverify", EngineConfig.For(threads)));

    /// <summary>Stops it, if it was begun; once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _making, null) is not { } making)
            return;
        using ActorSystem system = await making.ConfigureAwait(false);
        await system.Terminate().WaitAsync(StopTimeout, CancellationToken.None).ConfigureAwait(false);
    }
}
