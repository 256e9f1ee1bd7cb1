using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of numbers or truths, none of them absent.</summary>
internal sealed class ValueColumn<T, TValue>(DataField field, Func<T, TValue> value) : RowColumn<T>(field)
    where TValue : struct
{
    private TValue[] _values = new TValue[FirstCapacity];
    private int _count;

    public override void Add(T item)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value(item);
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation)
    {
        await group.WriteAllPartsAsync<TValue>(Field, _values.AsMemory(0, _count), levels.DefinitionsOf(Field, _count), levels.Repetitions, cancellation).ConfigureAwait(false);
        _count = 0;
    }
}
