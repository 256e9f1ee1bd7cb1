namespace BulkVerify.Archives;

/// <summary>A stream whose first bytes were read to recognize it, in front of the rest.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads up to <paramref name="length"/> bytes ahead; the returned stream gives them again.</summary>
    public static async ValueTask<(PrefixedStream Stream, ReadOnlyMemory<byte> Prefix)> PeekAsync(Stream source, int length, CancellationToken cancellation)
    {
        byte[] buffer = new byte[length];
        int read = await source.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        ReadOnlyMemory<byte> prefix = buffer.AsMemory(0, read);
        return (new PrefixedStream(prefix, source), prefix);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _prefix.IsEmpty ? rest.Read(buffer) : TakePrefix(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _prefix.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(TakePrefix(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakePrefix(Span<byte> buffer)
    {
        int length = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..length].CopyTo(buffer);
        _prefix = _prefix[length..];
        return length;
    }
}
