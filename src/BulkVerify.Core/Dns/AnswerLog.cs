using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace BulkVerify.Dns;

/// <summary>A master file of recorded answers that is being written: blocks are only ever added to its end. One writer, any number of readers of what is written.</summary>
public sealed class AnswerLog : IDisposable
{
    /// <summary>So many octets without an empty line are no block: 64 KiB of answer hold some 4,000 records, each written after an owner of up to 1,000 octets.</summary>
    internal const int MaxBlockBytes = 1 << 23;

    private readonly SafeFileHandle _file;
    private readonly ArrayBufferWriter<byte> _block = new();
    private long _length;
    private bool _isReadOnly;

    private readonly string _path;

    private AnswerLog(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Takes a block that was found when the file was opened.</summary>
    internal delegate void Recovered(in RecordedAnswer recorded, LogExtent extent);

    /// <summary>Blocks found damaged on opening; their questions will be asked again.</summary>
    public int DamagedBlocks { get; private set; }

    /// <summary>Octets cut off the end on opening: a block that was being written when the program died.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="IOException">It cannot be opened, or another process writes it.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    /// <remarks>A file that another program wrote is refused with <see cref="InvalidDataException"/> when the book is made, and left as it is.</remarks>
    public static AnswerLog Open(string path) =>
        new(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.RandomAccess));

    /// <summary>Opens a file to read what it holds; another process may be writing it.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    /// <remarks>A file that another program wrote is refused with <see cref="InvalidDataException"/> when the book is made.</remarks>
    public static AnswerLog OpenRead(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.RandomAccess)) { _isReadOnly = true };

    /// <summary>True for a file that begins as recorded answers do.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsRecording(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[ZoneBlock.Header.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(ZoneBlock.Header);
    }

    /// <summary>True for a file of which no more was written than how recorded answers begin, if that.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsOnlyBegun(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[ZoneBlock.Header.Length + 1];
        return ZoneBlock.Header.StartsWith(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>How paths of files begin that are needed for a while beside this one.</summary>
    internal string AsidePath => $"{_path}-{Environment.ProcessId}-";

    /// <summary>Returns when everything appended is on the disk. Thread-safe.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    internal LogExtent Append(in RecordedAnswer recorded, int linked)
    {
        _block.ResetWrittenCount();
        ZoneBlock.Write(_block, recorded, linked, withEnd: true);
        RandomAccess.Write(_file, _block.WrittenSpan, _length);
        var extent = new LogExtent(_length, _block.WrittenCount);
        _length += extent.Length;
        return extent;
    }

    internal byte[] Read(LogExtent extent)
    {
        byte[] block = new byte[extent.Length];
        for (int held = 0; held < block.Length;)
        {
            int read = RandomAccess.Read(_file, block.AsSpan(held), extent.Offset + held);
            if (read == 0)
                throw new EndOfStreamException($"{_path}: was cut while it was in use. Start the run again.");
            held += read;
        }
        return block;
    }

    /// <summary>Reads what an earlier process wrote, and cuts off a torn end.</summary>
    internal void Recover(Recovered recovered)
    {
        long fileLength = RandomAccess.GetLength(_file);
        (_length, bool hasHeader, bool mayHaveHeader) = Scan(recovered);
        if (!hasHeader && !mayHaveHeader)
            throw new InvalidDataException($"{_path}: is there already and holds no recorded answers. Move it away, or name another run folder.");
        TornBytes = fileLength - _length;
        if (_isReadOnly)
            return;
        RandomAccess.SetLength(_file, _length);
        if (hasHeader)
            return;
        RandomAccess.Write(_file, ZoneBlock.Header, 0);
        _length = ZoneBlock.Header.Length;
    }

    /// <summary>Reads every block that was written, in order. Not while blocks are added.</summary>
    internal void ReadAll(Recovered read)
    {
        int damaged = DamagedBlocks;
        Scan(read);
        DamagedBlocks = damaged;
    }

    /// <summary>Reads whole blocks from the start on. Returns where they end, whether the header stands before them, and whether it may have been torn.</summary>
    private (long Length, bool HasHeader, bool MayHaveHeader) Scan(Recovered recovered)
    {
        byte[] buffer = new byte[1 << 18];
        int held = 0;
        long length = 0;
        bool sawHeader = false;
        while (true)
        {
            int read = RandomAccess.Read(_file, buffer.AsSpan(held), length + held);
            held += read;
            int used = 0;
            while (NextBlock(buffer.AsSpan(used, held - used), ref sawHeader, length + used, recovered, out int block))
                used += block;
            if (read == 0 || (!sawHeader && held >= ZoneBlock.Header.Length))
                return (length, sawHeader, ZoneBlock.Header.StartsWith(buffer.AsSpan(0, held)));
            length += used;
            held -= used;
            buffer.AsSpan(used, held).CopyTo(buffer);
            if (held < buffer.Length)
                continue;
            if (held < MaxBlockBytes)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
                continue;
            }
            DamagedBlocks++;
            length += held;
            held = 0;
        }
    }

    private bool NextBlock(ReadOnlySpan<byte> text, ref bool sawHeader, long offset, Recovered recovered, out int length)
    {
        if (!sawHeader)
        {
            length = ZoneBlock.Header.Length;
            return sawHeader = text.StartsWith(ZoneBlock.Header);
        }
        RecordedAnswer? block = ZoneBlock.Read(text, out length);
        if (length < 2)
            return false;
        if (block is { } recorded)
            recovered(recorded, new LogExtent(offset, length));
        else
            DamagedBlocks++;
        return true;
    }
}
