using System.Buffers.Binary;

namespace BulkVerify.Archives;

/// <summary>The stored bytes of zstd frames (RFC 8878), of which one read never gives parts of two blocks: the decompressor then hands out the last block before a damaged one. Does not own the source.</summary>
internal sealed class ZstdPieces(Stream compressed) : ForwardStream
{
    private const uint Magic = 0xFD2FB528;
    private const int MaxHeader = 18;

    private readonly OctetSource _source = new(compressed);
    private long _left;
    private Place _place = Place.Frame;
    private bool _hasChecksum;

    private enum Place : byte
    {
        Frame,
        Block,
        Checksum,
        /// <summary>Behind the last frame: of what is there and no zeros, the decompressor says that it is no zstd.</summary>
        Unknown,
    }

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0)
            _left = NextPiece();
        int read = _source.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        if (read == 0 && !buffer.IsEmpty)
            _source.ThrowFailure();
        _left -= read;
        return read;
    }

    private long NextPiece()
    {
        switch (_place)
        {
            case Place.Frame:
                return FrameHeader(_source.Peek(MaxHeader));
            case Place.Block:
                return Block(_source.Peek(3));
            case Place.Checksum:
                _place = Place.Frame;
                return 4;
            default:
                return _source.EndsInZeros() ? 0 : long.MaxValue;
        }
    }

    private long FrameHeader(ReadOnlySpan<byte> next)
    {
        uint magic = next.Length < 5 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(next);
        // §3.1.2: a frame to skip has its length behind the magic number.
        if ((magic & 0xFFFFFFF0) == 0x184D2A50 && next.Length >= 8)
            return 8L + BinaryPrimitives.ReadUInt32LittleEndian(next[4..]);
        if (magic != Magic)
        {
            _place = Place.Unknown;
            return NextPiece();
        }
        // §3.1.1.1: window descriptor, dictionary id and content size are there or not, by the frame header descriptor.
        byte descriptor = next[4];
        bool isSingleSegment = (descriptor & 0x20) != 0;
        _hasChecksum = (descriptor & 4) != 0;
        _place = Place.Block;
        int dictionary = (descriptor & 3) switch { 3 => 4, var length => length };
        int content = (descriptor >> 6) switch { 0 => isSingleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        return 5 + (isSingleSegment ? 0 : 1) + dictionary + content;
    }

    /// <summary>§3.1.1.2</summary>
    private long Block(ReadOnlySpan<byte> header)
    {
        if (header.Length < 3)
            return 3;
        int fields = header[0] | (header[1] << 8) | (header[2] << 16);
        if ((fields & 1) != 0)
            _place = _hasChecksum ? Place.Checksum : Place.Frame;
        bool isOneOctetRepeated = ((fields >> 1) & 3) == 1;
        return 3 + (isOneOctetRepeated ? 1 : fields >> 3);
    }
}
