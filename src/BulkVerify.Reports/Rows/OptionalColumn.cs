using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of numbers that may be absent, outside of lists.</summary>
internal sealed class OptionalColumn<T, TValue>(DataField field, Func<T, TValue?> value, Action<T, TValue?> put) : RowColumn<T>(field)
    where TValue : struct
{
    private TValue[] _values = [];
    private int[] _definitions = [];
    private int _count;
    private TValue?[] _read = [];
    private int _present;

    public override void Add(ReadOnlySpan<T> items)
    {
        RowBuffer.Reserve(ref _values, _count + items.Length);
        RowBuffer.Reserve(ref _definitions, _count + items.Length);
        foreach (T item in items)
        {
            TValue? number = value(item);
            _definitions[_count++] = number is null ? 0 : 1;
            if (number is { } present)
                _values[_present++] = present;
        }
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation)
    {
        await group.WriteAllPartsAsync<TValue>(Field, _values.AsMemory(0, _present), (ReadOnlyMemory<int>)_definitions.AsMemory(0, _count), null, cancellation).ConfigureAwait(false);
        _count = _present = 0;
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, ColumnLevels levels, CancellationToken cancellation)
    {
        int slots = SlotsIn(group);
        RowBuffer.Reserve(ref _read, slots);
        await group.ReadAsync(Field, _read.AsMemory(0, slots), cancellationToken: cancellation).ConfigureAwait(false);
    }

    public override void Put(int index, T item) => put(item, _read[index]);
}
