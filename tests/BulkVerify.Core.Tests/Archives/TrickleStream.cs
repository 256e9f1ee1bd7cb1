using BulkVerify.Archives;

namespace BulkVerify.Tests.Archives;

/// <summary>Gives its octets in pieces of one length.</summary>
internal sealed class TrickleStream(byte[] content, int piece = 1) : ForwardStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        int length = Math.Min(Math.Min(piece, buffer.Length), content.Length - _position);
        content.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }
}
