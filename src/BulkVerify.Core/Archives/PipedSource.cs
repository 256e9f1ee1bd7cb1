using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace BulkVerify.Archives;

/// <summary>Runs a decompressor ahead of its reader on a thread of its own, through a pipe with large segments: decompressing overlaps with hashing,
/// and the pipe's threshold bounds what lies between. A failure of the source surfaces after the bytes before it. Used by one reader.</summary>
internal sealed class PipedSource : Stream
{
    private const int SegmentSize = 256 << 10;
    private const int PauseAt = 4 * SegmentSize;

    /// <summary>Octets asked of a source at a time: what a decompressor had made when it fails within such a piece is lost.</summary>
    private const int PieceSize = 4 << 10;

    private static readonly PipeOptions Options = new(
        minimumSegmentSize: SegmentSize, pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false);

    private readonly Stream _reader;
    private ExceptionDispatchInfo? _failure;

    private PipedSource(Stream reader) => _reader = reader;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The bytes of the source, which is opened on that thread; its exceptions, those of opening too, surface when the reader gets there.
    /// Disposing stops the thread and disposes the source.</summary>
    public static PipedSource Start(Func<Stream> open)
    {
        var pipe = new Pipe(Options);
        var piped = new PipedSource(pipe.Reader.AsStream());
        _ = Task.Run(() => piped.PumpAsync(open, pipe.Writer));
        return piped;
    }

    public override int Read(byte[] buffer, int offset, int count) => Checked(_reader.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Checked(_reader.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(await _reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }

    private int Checked(int read, int wanted)
    {
        if (read == 0 && wanted > 0)
            Volatile.Read(ref _failure)?.Throw();
        return read;
    }

    private async Task PumpAsync(Func<Stream> open, PipeWriter writer)
    {
        Stream? source = null;
        try
        {
            source = open();
            while (await FillAsync(source, writer).ConfigureAwait(false) && !(await writer.FlushAsync().ConfigureAwait(false)).IsCompleted)
            {
            }
        }
        catch (Exception e)
        {
            // A pipe that is completed with an exception gives up the bytes in it: so it is told by other means.
            Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(e));
        }
        await writer.CompleteAsync().ConfigureAwait(false);
        if (source is not null)
            await source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Fills a segment, or as much of it as the source gives at once; false at the end.</summary>
    private static async ValueTask<bool> FillAsync(Stream source, PipeWriter writer)
    {
        Memory<byte> segment = writer.GetMemory(SegmentSize);
        int filled = 0;
        try
        {
            while (filled < segment.Length)
            {
                int wanted = Math.Min(PieceSize, segment.Length - filled);
                int read = await source.ReadAsync(segment.Slice(filled, wanted)).ConfigureAwait(false);
                filled += read;
                if (read == 0)
                    return false;
                if (read < wanted)
                    return true;
            }
            return true;
        }
        finally
        {
            writer.Advance(filled);
        }
    }
}
