namespace BulkVerify.Engine.Runs;

/// <summary>One write at a time, and none once it is closed: an actor that is stopped disposes of its split while a write may still be under way. Thread-safe.</summary>
internal sealed class WriteGate
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _isClosed;

    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public async ValueTask WriteAsync(Func<ValueTask> write, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            await write().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes after the write that is under way, then disposes of what is written to.</summary>
    public async ValueTask CloseAsync(Func<ValueTask> dispose)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _isClosed = true;
            await dispose().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
