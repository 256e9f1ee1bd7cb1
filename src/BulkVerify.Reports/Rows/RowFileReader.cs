using System.Runtime.CompilerServices;
using BulkVerify.Statistics;
using Parquet;

namespace BulkVerify.Reports.Rows;

/// <summary>Reads the rows of a Parquet file, one row group in memory at a time.</summary>
public static class RowFileReader
{
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or lacks a column.</exception>
    public static IAsyncEnumerable<MessageRow> ReadAsync(string path, CancellationToken cancellation = default) => ReadAsync(path, new RowColumns(), cancellation);

    /// <summary>Where the messages of the rows are.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async IAsyncEnumerable<MessageLocator> ReadPlacesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var columns = new RowColumns(name => name is nameof(MessageRow.Archive) or nameof(MessageRow.Offset), _ => false);
        await foreach (MessageRow row in ReadAsync(path, columns, cancellation).ConfigureAwait(false))
            yield return new MessageLocator(row.Archive, row.Offset);
    }

    private static async IAsyncEnumerable<MessageRow> ReadAsync(string path, RowColumns columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        await using ParquetReader reader = await NamedAsync(path, OpenAsync(file, cancellation)).ConfigureAwait(false);
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            foreach (MessageRow row in await NamedAsync(path, ReadGroupAsync(reader, i, columns, cancellation)).ConfigureAwait(false))
                yield return row;
        }
    }

    private static async Task<ParquetReader> OpenAsync(FileStream file, CancellationToken cancellation)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: cancellation).ConfigureAwait(false);
        long rows = reader.RowGroups.Sum(g => g.RowCount), stated = reader.Metadata?.NumRows ?? 0;
        return rows == stated ? reader : throw new RowShapeException($"its groups have {rows} rows, and its end says {stated}");
    }

    private static async Task<MessageRow[]> ReadGroupAsync(ParquetReader reader, int index, RowColumns columns, CancellationToken cancellation)
    {
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
        return await columns.ReadAsync(group, cancellation).ConfigureAwait(false);
    }

    /// <summary>Damage shows as any exception of the library, without the file that it is about.</summary>
    private static async Task<T> NamedAsync<T>(string path, Task<T> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw DamagedFile.Of(path, e is RowShapeException ? e.Message : "its rows cannot be read", e);
        }
    }
}
