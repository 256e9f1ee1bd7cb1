using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BulkVerify.Statistics;
using Parquet;

namespace BulkVerify.Reports.Rows;

/// <summary>Writes rows to one Parquet file, a row group for every <see cref="GroupSize"/> rows, so that memory stays bounded. Not thread-safe.</summary>
public sealed class RowFileWriter(string path) : IAsyncDisposable
{
    /// <summary>Rows held in memory before they are written.</summary>
    public const int GroupSize = 8192;

    private static readonly ParquetOptions Options = new() { CompressionMethod = CompressionMethod.Snappy };
    // As many as there were files open at a time.
    private static readonly ConcurrentBag<RowColumns> Free = [];

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    private RowColumns? _columns = Free.TryTake(out RowColumns? free) ? free : new RowColumns();
    private ParquetWriter? _writer;

    public ValueTask AddAsync(MessageRow row, CancellationToken cancellation) => AddAsync([row], cancellation);

    /// <summary>Adds rows in their order. They are not needed any more afterwards.</summary>
    public async ValueTask AddAsync(List<MessageRow> rows, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_columns is null, this);
        for (int added = 0; added < rows.Count;)
        {
            int count = Math.Min(rows.Count - added, GroupSize - _columns.Count);
            _columns.Add(CollectionsMarshal.AsSpan(rows).Slice(added, count));
            added += count;
            if (_columns.Count == GroupSize)
                await WriteGroupAsync(_columns, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is pending and brings the file to disk. A file without rows has the schema only.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_columns is null, this);
        if (_columns.Count > 0 || _writer is null)
            await WriteGroupAsync(_columns, cancellation).ConfigureAwait(false);
        Free.Add(_columns);
        _columns = null;
        await _writer!.DisposeAsync().ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async ValueTask WriteGroupAsync(RowColumns columns, CancellationToken cancellation)
    {
        _writer ??= await ParquetWriter.CreateAsync(RowColumns.Schema, _file, Options, append: false, cancellation).ConfigureAwait(false);
        if (columns.Count > 0)
            await columns.WriteAsync(_writer, cancellation).ConfigureAwait(false);
    }
}
