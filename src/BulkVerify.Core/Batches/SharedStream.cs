using System.Runtime.CompilerServices;

namespace BulkVerify.Batches;

/// <summary>
/// One decoder for the splits of one compressed stream. Splits that are open at the same time get their turn in order; the batch that ends a turn begins the next one. A split that has passed
/// is not served again. Thread-safe; each turn has one reader.
/// </summary>
/// <param name="open">Starts reading the stream from its beginning; batches come in the order of their splits.</param>
/// <param name="last">Number of the last split that will be asked for: when it ends, or is passed, the stream is closed.</param>
internal sealed class SharedStream(Func<CancellationToken, IAsyncEnumerable<MessageBatch>> open, int last) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, TaskCompletionSource> _turns = [];
    private CancellationTokenSource _stop = new();
    private IAsyncEnumerator<MessageBatch>? _batches;
    private MessageBatch? _pending;
    private int _position = -1;
    private bool _isTaken;

    /// <summary>Takes a place in the line; false when the split was passed already.</summary>
    public bool TryEnter(int split)
    {
        lock (_gate)
        {
            if (split <= _position || split > last || _turns.ContainsKey(split))
                return false;
            _turns.Add(split, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Grant();
            return true;
        }
    }

    /// <summary>Batches of the split, once its turn has come.</summary>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(int split, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Task turn;
        lock (_gate)
            turn = _turns[split].Task;
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        while (await NextAsync(cancellation).ConfigureAwait(false) is { } batch)
        {
            if (batch.Split > split)
            {
                _pending = batch;
                yield break;
            }
            if (batch.Split == split)
                yield return batch;
            else
                batch.Dispose();
        }
    }

    /// <summary>Leaves the line, and passes the turn on.</summary>
    public async ValueTask LeaveAsync(int split)
    {
        bool isDone;
        lock (_gate)
        {
            if (_turns.Remove(split, out TaskCompletionSource? turn) && turn.Task.IsCompleted)
                _isTaken = false;
            isDone = !_isTaken && _turns.Count == 0 && _position >= last;
            Grant();
        }
        if (isDone)
            await CloseAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Grant()
    {
        if (_isTaken || _turns.Count == 0)
            return;
        (_position, TaskCompletionSource turn) = _turns.First();
        _isTaken = true;
        turn.SetResult();
    }

    private async ValueTask<MessageBatch?> NextAsync(CancellationToken cancellation)
    {
        if (_pending is { } pending)
        {
            _pending = null;
            return pending;
        }
        using CancellationTokenRegistration stopping = cancellation.Register(_stop.Cancel);
        _batches ??= open(_stop.Token).GetAsyncEnumerator(_stop.Token);
        try
        {
            return await _batches.MoveNextAsync().ConfigureAwait(false) ? _batches.Current : null;
        }
        catch
        {
            // Whoever has the next turn begins anew.
            await CloseAsync().ConfigureAwait(false);
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_batches is { } batches)
        {
            _batches = null;
            await batches.DisposeAsync().ConfigureAwait(false);
        }
        _pending?.Dispose();
        _pending = null;
    }
}
