using System.Text.Json;
using BulkVerify.Digests;
using BulkVerify.Evaluation;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Collects one split's rows, statistics, faults and digests in a folder aside, written by one caller; <see cref="CommitAsync"/> is one rename. Disposed without a commit,
/// the split leaves nothing behind.</summary>
public sealed class SplitCommit : IAsyncDisposable
{
    private readonly string _aside;
    private readonly string _final;
    private readonly RowFileWriter _rows;
    private readonly FileStream? _digestFile;
    private readonly DigestFileWriter? _digests;
    private readonly List<Fault> _faults = [];
    // An actor that is stopped disposes its split while a write may still be under way.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool _committed;
    private bool _disposed;

    /// <param name="folder">The run.</param>
    /// <param name="split">Number of the split.</param>
    /// <param name="keepDigests">True to write a file of digests.</param>
    public SplitCommit(RunFolder folder, int split, bool keepDigests = false)
    {
        _final = folder.SplitFolder(split);
        _aside = _final + ".tmp";
        if (Directory.Exists(_aside))
            Directory.Delete(_aside, recursive: true);
        Directory.CreateDirectory(_aside);
        _rows = new RowFileWriter(RunFolder.RowsIn(_aside));
        if (!keepDigests)
            return;
        _digestFile = new FileStream(RunFolder.DigestsIn(_aside), FileMode.Create, FileAccess.Write, FileShare.None);
        _digests = new DigestFileWriter(_digestFile);
    }

    public RunStatistics Statistics { get; } = new();

    public int FaultCount => _faults.Count;

    /// <summary>Adds rows and what they count.</summary>
    public async ValueTask AddAsync(IReadOnlyList<MessageRow> rows, RunStatistics statistics, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Statistics.Merge(statistics);
            foreach (MessageRow row in rows)
                await _rows.AddAsync(row, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Add(Fault fault) => _faults.Add(fault);

    /// <summary>Adds the digests of messages that have a row, where digests are kept.</summary>
    /// <param name="messages">In the order of their rows; those without one are left out.</param>
    /// <param name="rows">As added by <see cref="AddAsync"/>.</param>
    internal void AddDigests(IReadOnlyList<MessageEvaluation> messages, IReadOnlyList<MessageRow> rows)
    {
        if (_digests is null)
            return;
        int row = 0;
        foreach (MessageEvaluation message in messages)
        {
            if (row == rows.Count || message.Digest.Locator != new MessageLocator(rows[row].Archive, rows[row].Offset))
                continue;
            _digests.Add(message.Digest);
            row++;
        }
    }

    public async ValueTask CommitAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await _rows.CompleteAsync(cancellation).ConfigureAwait(false);
            await _rows.DisposeAsync().ConfigureAwait(false);
            CompleteDigests();
            DurableFile.Replace(RunFolder.StatisticsIn(_aside), stream => StatisticsCodec.Write(Statistics, stream));
            DurableFile.Replace(RunFolder.FaultsIn(_aside), stream => WriteFaults(stream, _faults));
            if (Directory.Exists(_final))
                Directory.Delete(_final, recursive: true);
            DurableFile.MoveDirectory(_aside, _final);
            _committed = true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            await _rows.DisposeAsync().ConfigureAwait(false);
            DisposeDigests();
            if (!_committed && Directory.Exists(_aside))
                Directory.Delete(_aside, recursive: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void CompleteDigests()
    {
        _digests?.Complete();
        _digestFile?.Flush(flushToDisk: true);
        DisposeDigests();
    }

    private void DisposeDigests()
    {
        _digests?.Dispose();
        _digestFile?.Dispose();
    }

    internal static void WriteFaults(Stream stream, IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            JsonSerializer.Serialize(stream, fault, FaultJson);
            stream.WriteByte((byte)'\n');
        }
    }

    internal static readonly JsonSerializerOptions FaultJson = new(RunFolder.Json) { WriteIndented = false };
}
