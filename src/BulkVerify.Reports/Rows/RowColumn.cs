using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>The values of one column of a row group, in a buffer that is kept from group to group. Not thread-safe.</summary>
/// <typeparam name="T">What a value is taken from and put into: a row, or a signature of a row.</typeparam>
internal abstract class RowColumn<T>(DataField field)
{
    public DataField Field { get; } = field;

    /// <summary>Adds the value of each item: a column at a time, so that the buffers of all columns are not in the way of each other.</summary>
    public abstract void Add(ReadOnlySpan<T> items);

    /// <summary>Writes the values as the next column of the group and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation);

    /// <summary>Takes the column's values out of the group, in place of those held.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, ColumnLevels levels, CancellationToken cancellation);

    /// <summary>Puts a value that was read into its property.</summary>
    public abstract void Put(int index, T item);

    /// <summary>Values of the column in the group, absent ones and those of empty lists included.</summary>
    private protected int SlotsIn(ParquetRowGroupReader group)
    {
        long slots = group.GetMetadata(Field)?.MetaData?.NumValues ?? throw new RowShapeException($"there is no column {Field.Path}");
        return Field.MaxRepetitionLevel > 0 || slots == group.RowCount ? checked((int)slots) : throw new RowShapeException($"column {Field.Path} has {slots} values for {group.RowCount} rows");
    }
}
