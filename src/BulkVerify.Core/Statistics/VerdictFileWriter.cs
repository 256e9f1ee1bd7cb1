using System.Buffers;
using System.Buffers.Binary;
using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>Writes how the messages of rows counted, in the order of the rows. Not thread-safe.</summary>
public sealed class VerdictFileWriter
{
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _block = new(VerdictFile.BlockLength);
    private readonly ArrayBufferWriter<byte> _verdict = new();
    private readonly Dictionary<byte[], int> _numbers = new(ByteComparer.Instance);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _newTexts = [];
    private readonly Func<string, int> _numberOf;
    private int _count;

    /// <param name="stream">Owned by the caller.</param>
    public VerdictFileWriter(Stream stream)
    {
        _stream = stream;
        _numberOf = NumberOf;
        _stream.Write(VerdictFile.Magic);
        _stream.WriteByte(VerdictFile.Version);
    }

    public void Add(MessageRow row)
    {
        _verdict.ResetWrittenCount();
        RowVerdict.Write(new PackedWriter(_verdict), row, _numberOf);
        var to = new PackedWriter(_block);
        Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> numbers = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        bool isNew = !numbers.TryGetValue(_verdict.WrittenSpan, out int number);
        if (isNew)
            numbers[_verdict.WrittenSpan] = number = _numbers.Count;
        to.Count(number);
        if (isNew)
            WriteVerdict(to);
        to.Fixed64(Example.RankOf(row));
        to.Text(row.MessageId);
        _count++;
        if (_block.WrittenCount >= VerdictFile.BlockLength)
            WriteBlock();
    }

    /// <summary>Writes what is left, and the end.</summary>
    public void Complete()
    {
        if (_count > 0)
            WriteBlock();
        WriteBlock();
    }

    private void WriteVerdict(PackedWriter to)
    {
        to.Count(_newTexts.Count);
        foreach (string text in _newTexts)
            to.Text(text);
        _newTexts.Clear();
        _block.Write(_verdict.WrittenSpan);
    }

    private int NumberOf(string text)
    {
        if (!_texts.TryGetValue(text, out int number))
        {
            _texts.Add(text, number = _texts.Count);
            _newTexts.Add(text);
        }
        return number;
    }

    private void WriteBlock()
    {
        Span<byte> header = stackalloc byte[VerdictFile.BlockHeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, _count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _block.WrittenCount);
        _stream.Write(header);
        _stream.Write(_block.WrittenSpan);
        _block.ResetWrittenCount();
        _numbers.Clear();
        _texts.Clear();
        _count = 0;
    }
}
