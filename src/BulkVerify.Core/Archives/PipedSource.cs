using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace BulkVerify.Archives;

/// <summary>Runs a decompressor ahead of its reader on a thread of its own, through a pipe with large segments: decompressing overlaps with hashing,
/// and the pipe's threshold bounds what lies between. A failure of the source surfaces after the bytes before it. Used by one reader.</summary>
internal sealed class PipedSource : ForwardStream
{
    private const int SegmentSize = 256 << 10;
    private const int PauseAt = 4 * SegmentSize;

    private static readonly PipeOptions Options = new(
        minimumSegmentSize: SegmentSize, pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false);

    private readonly Stream _reader;
    private ExceptionDispatchInfo? _failure;
    private long _given;

    private PipedSource(Stream reader) => _reader = reader;

    /// <summary>Bytes given to the reader.</summary>
    public override long Position { get => _given; set => throw new NotSupportedException(); }

    /// <summary>True once the reader was told that the source failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The bytes of the source, which is opened on that thread; its exceptions, those of opening too, surface when the reader gets there.
    /// Disposing stops the thread and disposes the source.</summary>
    public static PipedSource Start(Func<Stream> open)
    {
        var pipe = new Pipe(Options);
        var piped = new PipedSource(pipe.Reader.AsStream());
        _ = Task.Run(() => piped.PumpAsync(open, pipe.Writer));
        return piped;
    }

    public override int Read(Span<byte> buffer) => Checked(_reader.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Checked(await _reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

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
        if (read == 0 && wanted > 0 && Volatile.Read(ref _failure) is { } failure)
        {
            HasFailed = true;
            failure.Throw();
        }
        _given += read;
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
                int read = await source.ReadAsync(segment[filled..]).ConfigureAwait(false);
                filled += read;
                if (read == 0)
                    return false;
            }
            return true;
        }
        finally
        {
            writer.Advance(filled);
        }
    }
}
