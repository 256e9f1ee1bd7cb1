using BulkVerify.Engine.Stages;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Takes what the last pass makes of a split. Where a message has another row now, the split is written anew; where all are as they were, nothing is but the end of its waiting.</summary>
internal sealed class LastPassWriter : ISplitWriter
{
    private readonly RunFolder _folder;
    private readonly int _split;
    private readonly Action _flushAnswers;
    private readonly RunTally _run;
    private readonly Func<MessageRow, bool> _isAsBefore;
    private readonly BatchCounter _counter;
    private readonly WriteGate _gate = new();
    private SplitRevision? _revision;
    private bool _keepsOldRows;

    /// <param name="folder">The run.</param>
    /// <param name="split">A committed split that needs the last pass.</param>
    /// <param name="flushAnswers">As in <see cref="SplitCommit"/>.</param>
    /// <param name="run">Gets what the messages come to now.</param>
    /// <exception cref="IOException">The split cannot be read.</exception>
    public LastPassWriter(RunFolder folder, int split, Action flushAnswers, RunTally run)
    {
        (_folder, _split, _flushAnswers, _run) = (folder, split, flushAnswers, run);
        _isAsBefore = SplitRetry.IsAsBefore(folder.SplitFolder(split));
        _counter = new BatchCounter(run.NewPart(), probe: null);
    }

    public ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        _counter.Count(batch);
        MessageRow[] changed = [.. batch.Rows.Where(row => !_isAsBefore(row))];
        _keepsOldRows |= batch.Faults.Count > 0;
        if (changed.Length + batch.Faults.Count == 0)
            return;
        _revision ??= new SplitRevision(_folder, _split, _flushAnswers);
        await _revision.AddAsync(changed, cancellation).ConfigureAwait(false);
        batch.Faults.ForEach(_revision.Add);
    }, cancellation);

    public ValueTask CommitAsync(CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        if (_revision is not null)
        {
            await _revision.CommitAsync(cancellation).ConfigureAwait(false);
        }
        else
        {
            _flushAnswers();
            SplitRetry.Remove(_folder.SplitFolder(_split));
        }
        // The old row of a message that became a fault stays.
        bool isCounted = !_keepsOldRows && _run.TryComplete(_folder.SplitFolder(_split), _counter.Statistics);
        if (!isCounted && _revision is not null)
            _run.Forget();
    }, cancellation);

    public ValueTask DisposeAsync() => _gate.CloseAsync(async () =>
    {
        if (_revision is not null)
            await _revision.DisposeAsync().ConfigureAwait(false);
        _counter.Statistics.Dispose();
    });
}
