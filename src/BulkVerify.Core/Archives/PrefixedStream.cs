using System.Runtime.ExceptionServices;

namespace BulkVerify.Archives;

/// <summary>A stream whose first bytes were read to recognize it, in front of the rest. A failure met while reading ahead is thrown again where it was met,
/// after the bytes before it.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest, ExceptionDispatchInfo? failure = null) : ForwardStream
{
    private const int FirstBuffer = 16 << 10;

    private ReadOnlyMemory<byte> _prefix = prefix;
    private long _given;

    /// <summary>Bytes given, the prefix included.</summary>
    public override long Position { get => _given; set => throw new NotSupportedException(); }

    /// <summary>Reads up to <paramref name="length"/> bytes ahead; the returned stream gives them again. Whether fewer mean the end or a failure shows when reading on.</summary>
    public static async ValueTask<(PrefixedStream Stream, ReadOnlyMemory<byte> Prefix)> PeekAsync(Stream source, int length, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Math.Min(length, FirstBuffer)];
        int filled = 0;
        ExceptionDispatchInfo? failure = null;
        try
        {
            while (filled < length)
            {
                if (filled == buffer.Length)
                    Array.Resize(ref buffer, (int)Math.Min(length, 2L * buffer.Length));
                int read = await source.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
                if (read == 0)
                    break;
                filled += read;
            }
        }
        catch (Exception e) when (DamagedSource.Describe(e) is not null)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        ReadOnlyMemory<byte> prefix = buffer.AsMemory(0, filled);
        return (new PrefixedStream(prefix, source, failure), prefix);
    }

    /// <summary>What follows the prefix, unless reading it has failed.</summary>
    private Stream Rest
    {
        get
        {
            failure?.Throw();
            return rest;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _prefix.IsEmpty ? Rest.Read(buffer) : TakePrefix(buffer);
        _given += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = _prefix.IsEmpty ? await Rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : TakePrefix(buffer.Span);
        _given += read;
        return read;
    }

    private int TakePrefix(Span<byte> buffer)
    {
        int length = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..length].CopyTo(buffer);
        _prefix = _prefix[length..];
        return length;
    }
}
