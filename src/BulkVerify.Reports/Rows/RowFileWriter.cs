using BulkVerify.Statistics;
using Parquet;
using Parquet.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>Writes rows to one Parquet file, a row group for every <see cref="GroupSize"/> rows, so that memory stays bounded. Not thread-safe.</summary>
public sealed class RowFileWriter(string path) : IAsyncDisposable
{
    /// <summary>Rows held in memory before they are written.</summary>
    public const int GroupSize = 8192;

    private readonly List<MessageRow> _pending = new(GroupSize);
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    private bool _started;

    public async ValueTask AddAsync(MessageRow row, CancellationToken cancellation)
    {
        _pending.Add(row);
        if (_pending.Count == GroupSize)
            await WriteGroupAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes what is pending and brings the file to disk. A file without rows has the schema only.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        if (_pending.Count > 0 || !_started)
            await WriteGroupAsync(cancellation).ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async ValueTask WriteGroupAsync(CancellationToken cancellation)
    {
        var options = new ParquetOptions
        {
            Append = _started,
            RowGroupSize = GroupSize,
            CompressionMethod = CompressionMethod.Snappy,
        };
        _file.Position = 0;
        await ParquetSerializer.SerializeAsync(_pending, _file, options, cancellationToken: cancellation).ConfigureAwait(false);
        _started = true;
        _pending.Clear();
    }
}
