using System.Runtime.CompilerServices;
using BulkVerify.Statistics;
using Parquet;
using Parquet.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>Reads the rows of a Parquet file, one row group in memory at a time.</summary>
public static class RowFileReader
{
    /// <exception cref="IOException">The file is damaged or cannot be read.</exception>
    public static IAsyncEnumerable<MessageRow> ReadAsync(string path, CancellationToken cancellation = default) => ReadAsync<MessageRow>(path, cancellation);

    /// <summary>The rows with only what says how they count and why: place, Message-ID, From domain, sender, and the results and reasons that decide. The rest is empty.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async IAsyncEnumerable<MessageRow> ReadVerdictsAsync(string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (VerdictRow row in ReadAsync<VerdictRow>(path, cancellation).ConfigureAwait(false))
            yield return row.ToRow();
    }

    /// <summary>Where the messages of the rows are.</summary>
    /// <inheritdoc cref="ReadAsync(string, CancellationToken)"/>
    public static async IAsyncEnumerable<MessageLocator> ReadPlacesAsync(string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (PlaceRow row in ReadAsync<PlaceRow>(path, cancellation).ConfigureAwait(false))
            yield return new MessageLocator(row.Archive, row.Offset);
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(string path, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class, new()
    {
        int groups;
        await using (ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellation).ConfigureAwait(false))
            groups = reader.RowGroupCount;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        for (int group = 0; group < groups; group++)
        {
            file.Position = 0;
            DeserializationResult<T> rows = await ParquetSerializer.DeserializeAsync<T>(file, null, group, cancellation).ConfigureAwait(false);
            foreach (T row in rows.Data)
                yield return row;
        }
    }
}
