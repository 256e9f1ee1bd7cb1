using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BulkVerify.Archives;

/// <summary>
/// A file, read on the thread that asks: mostly the page cache has it, and what was read stays in the cache of the core that goes on with it. Where the disk has to work, Linux is told what is read next, so that
/// it works while the processor does. Used by one reader.
/// </summary>
internal sealed partial class ArchiveFile : ForwardStream
{
    /// <summary>Octets that are asked for ahead of the reader.</summary>
    private const int Ahead = 8 << 20;

    /// <summary>Who reads less than this at a place will not go on there.</summary>
    private const int ReadsOn = 1 << 20;

    /// <summary>POSIX_FADV_WILLNEED of Linux.</summary>
    private const int WillNeed = 3;

    private readonly SafeFileHandle _file;
    private long _position;
    private long _readHere;
    private long _askedUpTo;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public ArchiveFile(string path) => _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);

    public SafeFileHandle Handle => _file;

    public override bool CanSeek => true;

    public override long Length => RandomAccess.GetLength(_file);

    public override long Position { get => _position; set => (_position, _readHere, _askedUpTo) = (value, 0, 0); }

    public override int Read(Span<byte> buffer)
    {
        int read = RandomAccess.Read(_file, buffer, _position);
        _position += read;
        _readHere += read;
        if (_readHere >= ReadsOn && _askedUpTo - _position < Ahead / 2)
            AskAhead();
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private void AskAhead()
    {
        long from = Math.Max(_position, _askedUpTo);
        _askedUpTo = from + Ahead;
        // The offset is as wide as a pointer in the C library. Whether it helps is all the same to the result.
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
            _ = Advise(_file, from, Ahead, WillNeed);
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
