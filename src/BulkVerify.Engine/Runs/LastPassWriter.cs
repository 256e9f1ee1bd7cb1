using BulkVerify.Engine.Stages;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Takes what the last pass makes of a split. Where a message has another row now, the split is written anew; where all are as they were, nothing is but the end of its waiting.</summary>
/// <param name="folder">The run.</param>
/// <param name="split">A committed split that needs the last pass.</param>
/// <param name="flushAnswers">As in <see cref="SplitCommit"/>.</param>
/// <param name="changed">Called once the split has other rows.</param>
internal sealed class LastPassWriter(RunFolder folder, int split, Action flushAnswers, Action changed) : ISplitWriter
{
    private readonly Func<MessageRow, bool> _isAsBefore = SplitRetry.IsAsBefore(folder.SplitFolder(split));
    private readonly WriteGate _gate = new();
    private SplitRevision? _revision;

    public ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        MessageRow[] rows = [.. batch.Rows.Where(row => !_isAsBefore(row))];
        if (rows.Length + batch.Faults.Count == 0)
            return;
        _revision ??= new SplitRevision(folder, split, flushAnswers);
        await _revision.AddAsync(rows, cancellation).ConfigureAwait(false);
        batch.Faults.ForEach(_revision.Add);
    }, cancellation);

    public ValueTask CommitAsync(CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        if (_revision is null)
        {
            flushAnswers();
            SplitRetry.Remove(folder.SplitFolder(split));
            return;
        }
        await _revision.CommitAsync(cancellation).ConfigureAwait(false);
        changed();
    }, cancellation);

    public ValueTask DisposeAsync() => _gate.CloseAsync(() => _revision?.DisposeAsync() ?? ValueTask.CompletedTask);
}
