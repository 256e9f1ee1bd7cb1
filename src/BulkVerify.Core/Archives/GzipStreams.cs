using System.Buffers.Binary;
using System.IO.Hashing;

namespace BulkVerify.Archives;

/// <summary>The expanded bytes of all members of a gzip file (RFC 1952), one after the other. A file that was cut short, a wrong checksum and what is no member are failures, after every byte before.
/// Does not own the source.</summary>
internal sealed class GzipStreams(Stream compressed) : ForwardStream
{
    private const int HeaderChecksum = 2, ExtraField = 4, OriginalName = 8, Comment = 16;

    private readonly OctetSource _source = new(compressed);
    private InflatedStream? _current;
    private Crc32 _crc = new();
    private uint _length;
    private bool _anyMember;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_current is null && !BeginMember())
                return 0;
            int read = _current!.Read(buffer);
            if (read > 0)
            {
                _crc.Append(buffer[..read]);
                _length += (uint)read;
                return read;
            }
            EndMember();
        }
        return 0;
    }

    /// <summary>RFC 1952 §2.3; false at the end.</summary>
    private bool BeginMember()
    {
        if (_anyMember && !_source.Peek(2).SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return _source.EndsInZeros() ? false : throw new InvalidDataException("something that is not gzip follows the gzip data");
        }
        Span<byte> header = stackalloc byte[10];
        Take(header);
        if (header is not [0x1F, 0x8B, 8, ..])
            throw new InvalidDataException("the gzip header is not of its form");
        byte flags = header[3];
        if ((flags & ExtraField) != 0)
        {
            Span<byte> length = stackalloc byte[2];
            Take(length);
            for (int left = BinaryPrimitives.ReadUInt16LittleEndian(length); left > 0; left--)
                TakeOctet();
        }
        for (int texts = ((flags & OriginalName) != 0 ? 1 : 0) + ((flags & Comment) != 0 ? 1 : 0); texts > 0; texts--)
        {
            while (TakeOctet() != 0)
            {
            }
        }
        if ((flags & HeaderChecksum) != 0)
            Take(stackalloc byte[2]);
        _current = new InflatedStream(_source);
        _anyMember = true;
        return true;
    }

    /// <summary>RFC 1952 §2.3.1: checksum and length behind the data.</summary>
    private void EndMember()
    {
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        if (!_current!.TryFindEnd(trailer, IsTrailer))
            throw Unfinished();
        _source.Skip(trailer.Length);
        _current.Dispose();
        _current = null;
        _crc = new Crc32();
        _length = 0;
    }

    /// <summary>Behind a trailer the file ends, or there is another member, or the zeros that fill up a block.</summary>
    private static bool IsTrailer(ReadOnlySpan<byte> from) => from[8..] is [] or [0x1F, 0x8B, ..] or [0, ..];

    private Exception Unfinished()
    {
        _source.ThrowFailure();
        return _source.IsAtEnd
            ? new EndOfStreamException("the gzip data ends early, or its checksum or length is not that of the data")
            : new InvalidDataException("the checksum or length at the end of the gzip data is not that of the data");
    }

    private void Take(Span<byte> to) => _source.ReadExactly(to, "the gzip data ends early");

    private byte TakeOctet()
    {
        Span<byte> octet = stackalloc byte[1];
        Take(octet);
        return octet[0];
    }
}
