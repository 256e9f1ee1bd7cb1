using Parquet;
using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>A column of texts, none of them absent.</summary>
internal sealed class TextColumn<T>(DataField field, Func<T, string> value) : RowColumn<T>(field)
{
    private string[] _texts = new string[FirstCapacity];
    private int _count;

    public override void Add(T item)
    {
        if (_count == _texts.Length)
            Array.Resize(ref _texts, 2 * _count);
        _texts[_count++] = value(item);
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
}
