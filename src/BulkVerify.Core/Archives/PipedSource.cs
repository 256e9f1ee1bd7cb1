using System.IO.Pipelines;

namespace BulkVerify.Archives;

/// <summary>Runs a decompressor ahead of its reader on a thread of its own, through a pipe with large segments: decompressing overlaps with hashing,
/// and the pipe's threshold bounds what lies between.</summary>
internal static class PipedSource
{
    private const int SegmentSize = 256 << 10;
    private const int PauseAt = 4 * SegmentSize;

    private static readonly PipeOptions Options = new(
        minimumSegmentSize: SegmentSize, pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false);

    /// <summary>The bytes of the source, which is opened on that thread; its exceptions, those of opening too, surface when the reader gets there.
    /// Disposing stops the thread and disposes the source.</summary>
    public static Stream Start(Func<Stream> open)
    {
        var pipe = new Pipe(Options);
        _ = Task.Run(() => PumpAsync(open, pipe.Writer));
        return pipe.Reader.AsStream();
    }

    private static async Task PumpAsync(Func<Stream> open, PipeWriter writer)
    {
        Exception? failure = null;
        Stream? source = null;
        try
        {
            source = open();
            while (true)
            {
                int read = await source.ReadAsync(writer.GetMemory(SegmentSize)).ConfigureAwait(false);
                if (read == 0)
                    break;
                writer.Advance(read);
                if ((await writer.FlushAsync().ConfigureAwait(false)).IsCompleted)
                    break;
            }
        }
        catch (Exception e)
        {
            failure = e;
        }
        await writer.CompleteAsync(failure).ConfigureAwait(false);
        if (source is not null)
            await source.DisposeAsync().ConfigureAwait(false);
    }
}
