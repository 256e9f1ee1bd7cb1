using Parquet.Schema;

namespace BulkVerify.Reports.Rows;

/// <summary>Definition and repetition levels of the columns of one kind: those of rows, where nothing repeats, or those of a list in each row, which takes one slot for each
/// item, or one without an item where it is empty. Also the buffer that texts are handed over in. Not thread-safe.</summary>
internal sealed class ColumnLevels(bool isList)
{
    /// <summary>Definition level of a list without items: the list is there, no item is.</summary>
    private const int EmptyList = 1;

    private int[] _definitions = [];
    private int[] _repetitions = [];
    private bool[] _isItem = [];
    private ReadOnlyMemory<char>[] _texts = [];
    private int _count;

    /// <summary>Null where nothing repeats.</summary>
    public ReadOnlyMemory<int>? Repetitions => isList ? (ReadOnlyMemory<int>)_repetitions.AsMemory(0, _count) : null;

    /// <summary>Adds the list of a row.</summary>
    public void AddList(int items)
    {
        int slots = Math.Max(1, items);
        RowBuffer.Reserve(ref _repetitions, _count + slots);
        RowBuffer.Reserve(ref _isItem, _count + slots);
        for (int i = 0; i < slots; i++)
        {
            _repetitions[_count] = i == 0 ? 0 : 1;
            _isItem[_count++] = items > 0;
        }
    }

    /// <summary>Buffers that a column is read with; null for levels that it does not have. All columns of a list have the same slots: those read last are held.</summary>
    public (Memory<int>? Definitions, Memory<int>? Repetitions) BuffersFor(DataField field, int slots)
    {
        RowBuffer.Reserve(ref _definitions, slots);
        if (isList)
            RowBuffer.Reserve(ref _repetitions, slots);
        _count = slots;
        Memory<int>? definitions = null, repetitions = null;
        if (field.MaxDefinitionLevel > 0)
            definitions = _definitions.AsMemory(0, slots);
        if (isList)
            repetitions = _repetitions.AsMemory(0, slots);
        return (definitions, repetitions);
    }

    /// <summary>Of a list that was read: true when the slot holds an item.</summary>
    public bool IsItem(int slot) => _definitions[slot] > EmptyList;

    /// <summary>Of a list that was read: true when the slot belongs to the row of the one before.</summary>
    public bool IsRepeated(int slot) => slot < _count && _repetitions[slot] > 0;

    /// <summary>Levels for <paramref name="values"/> values that are all there; null for a column that needs none. Valid until the next call.</summary>
    public ReadOnlyMemory<int>? DefinitionsOf(DataField field, int values)
    {
        if (field.MaxDefinitionLevel == 0)
            return null;
        int count = isList ? _count : values;
        RowBuffer.Reserve(ref _definitions, count);
        if (!isList)
            _definitions.AsSpan(0, count).Fill(field.MaxDefinitionLevel);
        for (int i = 0; isList && i < count; i++)
            _definitions[i] = _isItem[i] ? field.MaxDefinitionLevel : EmptyList;
        return _definitions.AsMemory(0, count);
    }

    public ReadOnlyMemory<char>[] TextScratch(int count)
    {
        RowBuffer.Reserve(ref _texts, count);
        return _texts;
    }

    public void Clear() => _count = 0;
}
