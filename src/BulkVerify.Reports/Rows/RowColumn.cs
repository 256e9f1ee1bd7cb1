using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>The values of one column of a row group, in a buffer that is kept from group to group. Not thread-safe.</summary>
/// <typeparam name="T">What a value is taken from: a row, or a signature of a row.</typeparam>
internal abstract class RowColumn<T>(DataField field)
{
    private protected const int FirstCapacity = 512;

    public DataField Field { get; } = field;

    public abstract void Add(T item);

    /// <summary>Writes the values as the next column of the group and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation);
}
