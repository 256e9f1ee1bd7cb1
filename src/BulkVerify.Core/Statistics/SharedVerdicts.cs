using System.Buffers;
using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>One row for all messages that count alike: there are few, and what is kept of each message need not be a row of its own. Not thread-safe.</summary>
internal sealed class SharedVerdicts
{
    /// <summary>Rows kept before all are forgotten.</summary>
    private const int MaxRows = 1 << 14;

    private readonly Dictionary<byte[], MessageRow> _rows = new(ByteComparer.Instance);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _verdict = new();
    private readonly Func<string, int> _numberOf;

    public SharedVerdicts() => _numberOf = NumberOf;

    /// <summary>A row that counts as this one does, which may be this one: from now on nobody changes it.</summary>
    public MessageRow Of(MessageRow row)
    {
        if (_rows.Count >= MaxRows)
        {
            _rows.Clear();
            _texts.Clear();
        }
        _verdict.ResetWrittenCount();
        RowVerdict.Write(new PackedWriter(_verdict), row, _numberOf);
        Dictionary<byte[], MessageRow>.AlternateLookup<ReadOnlySpan<byte>> rows = _rows.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (rows.TryGetValue(_verdict.WrittenSpan, out MessageRow? known))
            return known;
        return rows[_verdict.WrittenSpan] = row;
    }

    private int NumberOf(string text)
    {
        if (!_texts.TryGetValue(text, out int number))
            _texts.Add(text, number = _texts.Count);
        return number;
    }
}
