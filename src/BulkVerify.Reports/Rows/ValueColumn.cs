using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of numbers or truths, none of them absent.</summary>
internal sealed class ValueColumn<T, TValue>(DataField field, Func<T, TValue> value, Action<T, TValue> put) : RowColumn<T>(field)
    where TValue : struct
{
    private TValue[] _values = [];
    private int _count;

    public override void Add(ReadOnlySpan<T> items)
    {
        RowBuffer.Reserve(ref _values, _count + items.Length);
        Span<TValue> values = _values.AsSpan(_count, items.Length);
        for (int i = 0; i < items.Length; i++)
            values[i] = value(items[i]);
        _count += items.Length;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation)
    {
        await group.WriteAllPartsAsync<TValue>(Field, _values.AsMemory(0, _count), levels.DefinitionsOf(Field, _count), levels.Repetitions, cancellation).ConfigureAwait(false);
        _count = 0;
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, ColumnLevels levels, CancellationToken cancellation)
    {
        int slots = SlotsIn(group);
        RowBuffer.Reserve(ref _values, slots);
        (Memory<int>? definitions, Memory<int>? repetitions) = levels.BuffersFor(Field, slots);
        await group.ReadRawAsync(Field, _values.AsMemory(0, slots), definitions, repetitions, cancellation).ConfigureAwait(false);
    }

    public override void Put(int index, T item) => put(item, _values[index]);
}
