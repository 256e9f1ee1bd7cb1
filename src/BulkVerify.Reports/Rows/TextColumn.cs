using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of texts, none of them absent.</summary>
internal sealed class TextColumn<T>(DataField field, Func<T, string> value, Action<T, string> put) : RowColumn<T>(field)
{
    private string[] _texts = [];
    private int _count;

    public override void Add(ReadOnlySpan<T> items)
    {
        RowBuffer.Reserve(ref _texts, _count + items.Length);
        Span<string> texts = _texts.AsSpan(_count, items.Length);
        for (int i = 0; i < items.Length; i++)
            texts[i] = value(items[i]);
        _count += items.Length;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, ColumnLevels levels, CancellationToken cancellation)
    {
        ReadOnlyMemory<char>[] characters = levels.TextScratch(_count);
        for (int i = 0; i < _count; i++)
            characters[i] = _texts[i].AsMemory();
        await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(
            Field, characters.AsMemory(0, _count), levels.DefinitionsOf(Field, _count), levels.Repetitions, cancellation).ConfigureAwait(false);
        Array.Clear(characters, 0, _count);
        Array.Clear(_texts, 0, _count);
        _count = 0;
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, ColumnLevels levels, CancellationToken cancellation)
    {
        int slots = SlotsIn(group);
        (Memory<int>? definitions, Memory<int>? repetitions) = levels.BuffersFor(Field, slots);
        ReadOnlyMemory<char>[] characters = levels.TextScratch(slots);
        await group.ReadRawAsync(Field, characters.AsMemory(0, slots), definitions, repetitions, cancellation).ConfigureAwait(false);
        Take(characters.AsSpan(0, slots));
        Array.Clear(characters, 0, slots);
    }

    public override void Put(int index, T item) => put(item, _texts[index]);

    /// <summary>Many texts are those of the row before: they are made once.</summary>
    private void Take(ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        RowBuffer.Reserve(ref _texts, values.Length);
        string last = "";
        for (int i = 0; i < values.Length; i++)
            _texts[i] = last = values[i].Span.SequenceEqual(last) ? last : values[i].ToString();
    }
}
