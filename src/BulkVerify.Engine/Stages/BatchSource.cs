using System.Collections.Concurrent;
using BulkVerify.Batches;

namespace BulkVerify.Engine.Stages;

/// <summary>Reads a split for its stream, in turns: a read begins when the one before has ended, on the thread that has the turn. An error of the program while reading ends the split early with a fault; batches
/// that nobody took when the stream ended give their slabs back on disposing. Disposing may come from any thread at any time.</summary>
internal sealed class BatchSource(SplitReader reader, MessageLocator start, Action<StageKind, MessageLocator>? probe) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<MessageBatch, bool> _untaken = [];
    private MessageLocator _reached = start;

    /// <summary>Ends with the read of the last turn; false when there was nothing more.</summary>
    private TaskCompletionSource<bool>? _turn;
    private Task _reading = Task.CompletedTask;
    private Task? _closing;
    private bool _ended;

    /// <summary>Completes when the next read may begin; false at the end. Whoever waited has the turn, and calls <see cref="ReadAsync"/> once or lets somebody do so.</summary>
    public async ValueTask<bool> NextTurnAsync()
    {
        if (_turn is { } last && !await last.Task.ConfigureAwait(false))
            return false;
        // Whoever waits for the end of a read goes on elsewhere: the reader has the batch to work on.
        _turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }

    /// <summary>The next batch; null at the end, and once disposed. Reads on the calling thread until there is something to wait for.</summary>
    public async ValueTask<MessageBatch?> ReadAsync()
    {
        TaskCompletionSource<bool> turn = _turn!;
        lock (_gate)
        {
            if (_closing is null)
                _reading = turn.Task;
            else
                _ended = true;
        }
        MessageBatch? batch = null;
        try
        {
            batch = await ReadNextAsync().ConfigureAwait(false);
            return batch;
        }
        finally
        {
            turn.SetResult(batch is not null);
        }
    }

    /// <summary>Passes the batch to whoever calls. False when it was given back already, because the stream has ended.</summary>
    public bool TryTake(MessageBatch batch) => _untaken.TryRemove(batch, out _);

    /// <summary>Ends reading. Batches that were read can still be taken: a stream closes its source before it has worked off the last of them.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
            return _closing ??= CloseAsync(_reading);
    }

    /// <summary>Also gives back what nobody took; for when the stream has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        foreach (MessageBatch batch in _untaken.Keys)
        {
            if (TryTake(batch))
                batch.Dispose();
        }
    }

    private async Task CloseAsync(Task reading)
    {
        // The reader must not be disposed under a read that is under way.
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reader.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<MessageBatch?> ReadNextAsync()
    {
        MessageBatch? batch = _ended ? null : await ReadOrFaultAsync().ConfigureAwait(false);
        if (batch is null)
            return null;
        if (batch.Messages is [.., var last])
            _reached = new MessageLocator(last.Archive, last.ArchiveOffset + last.FramedBytes);
        _untaken[batch] = true;
        return batch;
    }

    private async Task<MessageBatch?> ReadOrFaultAsync()
    {
        try
        {
            probe?.Invoke(StageKind.Read, _reached);
            return await reader.ReadAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            _ended = true;
            return new MessageBatch(null, [], [ProgramFault.OfReading(_reached.Archive, _reached.Offset, e)], Archives.MboxVariant.None);
        }
    }
}
