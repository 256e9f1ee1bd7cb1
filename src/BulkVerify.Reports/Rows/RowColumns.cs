using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using BulkVerify.Statistics;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns of <see cref="MessageRow"/> as Parquet has them, with the values of one row group. Made from the properties of the row, so that a new property
/// is a new column. Kept from group to group and from file to file: a row that is added then costs no allocation. Not thread-safe.</summary>
internal sealed class RowColumns
{
    private readonly List<RowColumn<MessageRow>> _rows = [];
    private readonly List<RowColumn<SignatureRow>> _signatures = [];
    private readonly List<SignatureRow> _added = [];
    private readonly ColumnLevels _rowLevels = new(isList: false);
    private readonly ColumnLevels _signatureLevels = new(isList: true);

    /// <summary>All columns.</summary>
    public RowColumns()
        : this(_ => true, _ => true)
    {
    }

    /// <summary>Some columns, to read; properties that have none keep what a new row has.</summary>
    /// <param name="ofRows">Says of a property of <see cref="MessageRow"/> whether it is read.</param>
    /// <param name="ofSignatures">The same of <see cref="SignatureRow"/>.</param>
    public RowColumns(Predicate<string> ofRows, Predicate<string> ofSignatures)
    {
        foreach (DataField field in Schema.DataFields)
        {
            if (field.MaxRepetitionLevel == 0)
                Add(_rows, field, ofRows);
            else
                Add(_signatures, field, ofSignatures);
        }
    }

    /// <summary>The schema that readers of <see cref="MessageRow"/> expect.</summary>
    public static ParquetSchema Schema { get; } = typeof(MessageRow).GetParquetSchema(forWriting: true);

    /// <summary>Rows added since the last write.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the values of the rows; the rows themselves are not kept.</summary>
    public void Add(ReadOnlySpan<MessageRow> rows)
    {
        foreach (RowColumn<MessageRow> column in _rows)
            column.Add(rows);
        foreach (MessageRow row in rows)
        {
            _signatureLevels.AddList(row.Dkim.Count);
            _added.AddRange(row.Dkim);
        }
        foreach (RowColumn<SignatureRow> column in _signatures)
            column.Add(CollectionsMarshal.AsSpan(_added));
        _added.Clear();
        Count += rows.Length;
    }

    /// <summary>Writes the rows as one group and forgets them.</summary>
    public async Task WriteAsync(ParquetWriter writer, CancellationToken cancellation)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        int row = 0, signature = 0;
        foreach (DataField field in Schema.DataFields)
        {
            Task written = field.MaxRepetitionLevel == 0
                ? _rows[row++].WriteAsync(group, _rowLevels, cancellation)
                : _signatures[signature++].WriteAsync(group, _signatureLevels, cancellation);
            await written.ConfigureAwait(false);
        }
        group.CompleteValidate();
        _signatureLevels.Clear();
        Count = 0;
    }

    /// <summary>The rows of a group, in their order.</summary>
    public async Task<MessageRow[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancellation)
    {
        foreach (RowColumn<MessageRow> column in _rows)
            await column.ReadAsync(group, _rowLevels, cancellation).ConfigureAwait(false);
        foreach (RowColumn<SignatureRow> column in _signatures)
            await column.ReadAsync(group, _signatureLevels, cancellation).ConfigureAwait(false);
        var rows = new MessageRow[group.RowCount];
        int slot = 0, item = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new MessageRow();
            foreach (RowColumn<MessageRow> column in _rows)
                column.Put(i, rows[i]);
            if (_signatures.Count > 0)
                PutSignatures(rows[i], ref slot, ref item);
        }
        return rows;
    }

    private void PutSignatures(MessageRow row, ref int slot, ref int item)
    {
        do
        {
            if (!_signatureLevels.IsItem(slot++))
                continue;
            var signature = new SignatureRow();
            foreach (RowColumn<SignatureRow> column in _signatures)
                column.Put(item, signature);
            row.Dkim.Add(signature);
            item++;
        }
        while (_signatureLevels.IsRepeated(slot));
    }

    private static void Add<T>(List<RowColumn<T>> columns, DataField field, Predicate<string> isWanted)
    {
        PropertyInfo property = PropertiesOf<T>.ByColumn[field.Name];
        if (isWanted(property.Name))
            columns.Add(ColumnOf<T>(field, property));
    }

    private static RowColumn<T> ColumnOf<T>(DataField field, PropertyInfo property)
    {
        Type type = property.PropertyType;
        return type == typeof(string) ? new TextColumn<T>(field, Getter<string>(), Setter<string>())
            : type == typeof(int) ? new ValueColumn<T, int>(field, Getter<int>(), Setter<int>())
            : type == typeof(long) ? new ValueColumn<T, long>(field, Getter<long>(), Setter<long>())
            : type == typeof(bool) ? new ValueColumn<T, bool>(field, Getter<bool>(), Setter<bool>())
            : type == typeof(int?) ? new OptionalColumn<T, int>(field, Getter<int?>(), Setter<int?>())
            : type == typeof(long?) ? new OptionalColumn<T, long>(field, Getter<long?>(), Setter<long?>())
            : throw new NotSupportedException($"{typeof(T).Name}.{property.Name}: rows have no columns of {type.Name}.");

        Func<T, TValue> Getter<TValue>() => property.GetMethod!.CreateDelegate<Func<T, TValue>>();

        Action<T, TValue> Setter<TValue>() => property.SetMethod!.CreateDelegate<Action<T, TValue>>();
    }

    private static class PropertiesOf<T>
    {
        public static readonly Dictionary<string, PropertyInfo> ByColumn = typeof(T).GetProperties().ToDictionary(p => p.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name);
    }
}
