namespace BulkVerify.Archives;

/// <summary>The next octets of a source as a stream; 0 too early when the source ends or fails before. Does not own the source.</summary>
internal sealed class SourcePart(OctetSource source, long length) : ForwardStream
{
    private long _left = length;

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        if (read == 0 && _left > 0 && !buffer.IsEmpty)
        {
            source.ThrowFailure();
            throw new EndOfStreamException("the data ends early");
        }
        return read;
    }
}
