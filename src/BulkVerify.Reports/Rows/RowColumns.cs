using System.Reflection;
using System.Text.Json.Serialization;
using BulkVerify.Statistics;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace BulkVerify.Reports.Rows;

/// <summary>The columns of <see cref="MessageRow"/> as Parquet has them, with the values of one row group. Made from the properties of the row, so that a new property
/// is a new column. Kept from group to group and from file to file: a row then costs no allocation. Not thread-safe.</summary>
internal sealed class RowColumns
{
    private readonly List<RowColumn<MessageRow>> _rows = [];
    private readonly List<RowColumn<SignatureRow>> _signatures = [];
    private readonly ColumnLevels _rowLevels = new(isList: false);
    private readonly ColumnLevels _signatureLevels = new(isList: true);

    public RowColumns()
    {
        foreach (DataField field in Schema.DataFields)
        {
            if (field.MaxRepetitionLevel == 0)
                _rows.Add(ColumnOf<MessageRow>(field));
            else
                _signatures.Add(ColumnOf<SignatureRow>(field));
        }
    }

    /// <summary>The schema that readers of <see cref="MessageRow"/> expect.</summary>
    public static ParquetSchema Schema { get; } = typeof(MessageRow).GetParquetSchema(forWriting: true);

    /// <summary>Rows added since the last write.</summary>
    public int Count { get; private set; }

    public void Add(MessageRow row)
    {
        foreach (RowColumn<MessageRow> column in _rows)
            column.Add(row);
        _signatureLevels.AddList(row.Dkim.Count);
        foreach (SignatureRow signature in row.Dkim)
        {
            foreach (RowColumn<SignatureRow> column in _signatures)
                column.Add(signature);
        }
        Count++;
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

    private static RowColumn<T> ColumnOf<T>(DataField field)
    {
        PropertyInfo property = typeof(T).GetProperties().Single(p => p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name == field.Name);
        Type type = property.PropertyType;
        return type == typeof(string) ? new TextColumn<T>(field, Getter<string>())
            : type == typeof(int) ? new ValueColumn<T, int>(field, Getter<int>())
            : type == typeof(long) ? new ValueColumn<T, long>(field, Getter<long>())
            : type == typeof(bool) ? new ValueColumn<T, bool>(field, Getter<bool>())
            : type == typeof(int?) ? new OptionalColumn<T, int>(field, Getter<int?>())
            : type == typeof(long?) ? new OptionalColumn<T, long>(field, Getter<long?>())
            : throw new NotSupportedException($"{typeof(T).Name}.{property.Name}: rows have no columns of {type.Name}.");

        Func<T, TValue> Getter<TValue>() => property.GetMethod!.CreateDelegate<Func<T, TValue>>();
    }
}
