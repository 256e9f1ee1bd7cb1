using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of numbers that may be absent, outside of lists.</summary>
internal sealed class OptionalColumn<T, TValue>(DataField field, Func<T, TValue?> value) : RowColumn<T>(field)
    where TValue : struct
{
    private TValue[] _values = new TValue[FirstCapacity];
    private int[] _definitions = new int[FirstCapacity];
    private int _count;
    private int _present;

    public override void Add(T item)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, 2 * _count);
            Array.Resize(ref _definitions, 2 * _count);
        }
        TValue? number = value(item);
        _definitions[_count++] = number is null ? 0 : 1;
        if (number is { } present)
            _values[_present++] = present;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation)
    {
        await group.WriteAllPartsAsync<TValue>(Field, _values.AsMemory(0, _present), (ReadOnlyMemory<int>)_definitions.AsMemory(0, _count), null, cancellation).ConfigureAwait(false);
        _count = _present = 0;
    }
}
