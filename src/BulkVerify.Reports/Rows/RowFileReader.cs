using System.Runtime.CompilerServices;
using BulkVerify.Statistics;
using Parquet;
using Parquet.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>Reads the rows of a Parquet file, one row group in memory at a time.</summary>
public static class RowFileReader
{
    /// <exception cref="IOException">The file is damaged or cannot be read.</exception>
    public static async IAsyncEnumerable<MessageRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        int groups;
        await using (ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellation).ConfigureAwait(false))
            groups = reader.RowGroupCount;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        for (int group = 0; group < groups; group++)
        {
            file.Position = 0;
            DeserializationResult<MessageRow> rows = await ParquetSerializer.DeserializeAsync<MessageRow>(file, null, group, cancellation).ConfigureAwait(false);
            foreach (MessageRow row in rows.Data)
                yield return row;
        }
    }
}
