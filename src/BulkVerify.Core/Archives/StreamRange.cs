namespace BulkVerify.Archives;

/// <summary>A range of a stream that can be sought in. Several ranges of one stream may be read in turn, by one reader. Does not own the stream.</summary>
internal sealed class StreamRange(Stream stream, long start, long length) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        stream.Position = start + _read;
        int read = stream.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _read += read;
        return read;
    }
}
