using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>A committed split anew, with other rows for some of its messages or a change to those it has: the rest of it is carried over, and it takes the place of the old split as a whole.
/// Old and new rows are both in archive order, so one pass over the old ones is enough.</summary>
internal sealed class SplitRevision : IAsyncDisposable
{
    private readonly SplitCommit _commit;
    private readonly string _old;
    private readonly IAsyncEnumerator<MessageRow> _rows;
    private readonly Action<MessageRow>? _change;
    private readonly WriteGate _gate = new();
    private bool _isCarriedOver;

    /// <param name="folder">The run.</param>
    /// <param name="split">A committed split.</param>
    /// <param name="flushAnswers">As in <see cref="SplitCommit"/>.</param>
    /// <param name="change">Done to each row that is carried over; null where the messages are judged again, after which none is left to be.</param>
    /// <exception cref="IOException">The split cannot be read or the folder aside not be made.</exception>
    public SplitRevision(RunFolder folder, int split, Action flushAnswers, Action<MessageRow>? change = null)
    {
        _change = change;
        _old = folder.SplitFolder(split);
        _commit = new SplitCommit(folder, split, flushAnswers, keepVerdicts: File.Exists(RunFolder.DigestsIn(_old)));
        var files = new SplitFiles(_old);
        _rows = RowFileReader.ReadAsync(files.Rows()).GetAsyncEnumerator();
        foreach (Fault fault in RunReader.ReadFaults(files))
            _commit.Add(fault);
    }

    /// <summary>Takes the place of the old rows of the same messages; in archive order.</summary>
    /// <exception cref="InvalidDataException">The split has no row for one of them.</exception>
    public ValueTask AddAsync(IEnumerable<MessageRow> rows, CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        foreach (MessageRow row in rows)
        {
            if (!await CarryOverAsync((row.Archive, row.Offset), cancellation).ConfigureAwait(false))
                throw new InvalidDataException($"{_old}: holds no row for {row.Archive}@{row.Offset}, which is to be judged again. Verify the archives again: 'verify --restart' replaces the run.");
            await _commit.AddAsync(row, cancellation).ConfigureAwait(false);
        }
    }, cancellation);

    public void Add(Fault fault) => _commit.Add(fault);

    public ValueTask CommitAsync(CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        if (!_isCarriedOver)
            await CarryOverAsync(until: null, cancellation).ConfigureAwait(false);
        CarryOverFiles();
        await _commit.CommitAsync(cancellation).ConfigureAwait(false);
    }, cancellation);

    public ValueTask DisposeAsync() => _gate.CloseAsync(async () =>
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        await _commit.DisposeAsync().ConfigureAwait(false);
    });

    /// <summary>Adds old rows up to one that is left out; false when there is no such row.</summary>
    private async ValueTask<bool> CarryOverAsync((string Archive, long Offset)? until, CancellationToken cancellation)
    {
        while (await _rows.MoveNextAsync().ConfigureAwait(false))
        {
            MessageRow row = _rows.Current;
            if ((row.Archive, row.Offset) == until)
                return true;
            _change?.Invoke(row);
            await _commit.AddAsync(row, cancellation).ConfigureAwait(false);
        }
        _isCarriedOver = true;
        return false;
    }

    /// <summary>Copies what else the split holds: it does not depend on the verdicts. Kept digests say what a signature came to with each key that was tried; a key that only
    /// the last pass had is not among them, and is tried when they are judged again.</summary>
    private void CarryOverFiles()
    {
        string[] made = [RunFolder.RowsIn(_old), RunFolder.FaultsIn(_old), RunFolder.VerdictsIn(_old), RunFolder.ChecksumsIn(_old)];
        foreach (string file in Directory.EnumerateFiles(_old).Except(made, StringComparer.Ordinal).Where(f => _change is not null || (f != RunFolder.RetryIn(_old) && f != RunFolder.RetryRowsIn(_old))))
            DurableFile.Copy(file, Path.Combine(_commit.Aside, Path.GetFileName(file)));
    }
}
