using System.Buffers.Binary;
using BulkVerify.Digests;

namespace BulkVerify.Statistics;

/// <summary>Reads how the messages of rows counted, a block in memory at a time. Whatever the file holds, it is read or refused. Not thread-safe.</summary>
public sealed class VerdictFileReader
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly List<MessageRow> _verdicts = [];
    private readonly List<string> _texts = [];
    private byte[] _block = [];
    private int _at, _length, _left;
    private long _next;

    /// <param name="stream">Owned by the caller; it can seek.</param>
    /// <param name="name">For messages about damage.</param>
    /// <exception cref="InvalidDataException">It is no file of verdicts, or of another version.</exception>
    public VerdictFileReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        Span<byte> start = stackalloc byte[VerdictFile.Magic.Length + 1];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read < start.Length || !start.StartsWith(VerdictFile.Magic) || start[^1] != VerdictFile.Version)
            throw new InvalidDataException($"{name}: is no file of verdicts of this version of the program. Verify the archives again: 'verify --restart' replaces the run.");
    }

    /// <summary>The verdict that was read last.</summary>
    public KeptVerdict Current { get; } = new();

    /// <summary>Reads the verdict of a row; false when there are fewer rows.</summary>
    /// <param name="number">The row's, from 0; greater than the one before.</param>
    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public bool TryRead(long number)
    {
        while (number - _next >= _left)
        {
            _next += _left;
            if (!ReadBlock(number - _next))
                return false;
        }
        do
            Next();
        while (_next <= number);
        return true;
    }

    /// <summary>Goes to the next block, and reads it where it holds the row that is so many rows on; false at the end.</summary>
    private bool ReadBlock(long rows)
    {
        Span<byte> header = stackalloc byte[VerdictFile.BlockHeaderLength];
        if (_stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw Damaged();
        (_left, _length) = (BinaryPrimitives.ReadInt32LittleEndian(header), BinaryPrimitives.ReadInt32LittleEndian(header[4..]));
        if (_left < 0 || _length is < 0 or > VerdictFile.MaxBlockLength || _left > _length)
            throw Damaged();
        if (_left == 0)
            return false;
        _at = 0;
        _verdicts.Clear();
        _texts.Clear();
        if (rows >= _left)
        {
            _stream.Seek(_length, SeekOrigin.Current);
            return true;
        }
        if (_block.Length < _length)
            _block = GC.AllocateUninitializedArray<byte>(Math.Max(_length, VerdictFile.BlockLength * 5 / 4));
        return _stream.ReadAtLeast(_block.AsSpan(0, _length), _length, throwOnEndOfStream: false) == _length ? true : throw Damaged();
    }

    private void Next()
    {
        var from = new PackedReader(_block.AsSpan(_at, _length - _at));
        int number = from.Count(int.MaxValue);
        if (number == _verdicts.Count)
            _verdicts.Add(ReadVerdict(ref from));
        Current.Rank = from.Fixed64();
        ReadOnlySpan<byte> messageId = from.Octets();
        if (from.Failed || number >= _verdicts.Count)
            throw Damaged();
        Current.Row = _verdicts[number];
        Current.SetMessageId(_block.AsMemory(_length - from.Rest - messageId.Length, messageId.Length));
        _at = _length - from.Rest;
        _left--;
        _next++;
    }

    private MessageRow ReadVerdict(ref PackedReader from)
    {
        for (int i = from.Items(); i > 0; i--)
            _texts.Add(from.Text());
        return RowVerdict.Read(ref from, _texts);
    }

    private InvalidDataException Damaged() => new($"{_name}: is damaged or cut short. Verify the archives again: 'verify --restart' replaces the run.");
}
