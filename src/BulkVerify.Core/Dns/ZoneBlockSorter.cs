using System.Buffers;
using System.Buffers.Binary;

namespace BulkVerify.Dns;

/// <summary>Writes recorded answers as a master file in order of name and type, in bounded memory: what does not fit is sorted in parts that lie in files of their own until they are merged.
/// Not thread-safe; disposing removes its files.</summary>
/// <param name="aside">How paths of its files begin; null to hold all in memory.</param>
/// <param name="maxBytes">Octets in memory, about.</param>
internal sealed class ZoneBlockSorter(string? aside, long maxBytes = ZoneBlockSorter.DefaultMaxBytes) : IDisposable
{
    public const long DefaultMaxBytes = 16 << 20;

    /// <summary>Ends the names of its files.</summary>
    private const string Suffix = ".tmp";

    /// <summary>Files before they become one.</summary>
    private const int MaxFiles = 64;

    private const int FileBuffer = 1 << 16;

    private readonly List<(DnsQuestion Question, int Start, int Length)> _blocks = [];
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly List<FileStream> _files = [];
    private long _bytes;
    private int _made;

    /// <summary>Adds an answer; a question is added once.</summary>
    /// <param name="recorded">The answer.</param>
    /// <param name="linked">See <see cref="ZoneBlock.Write"/>; what the chain leads to is added on its own.</param>
    public void Add(in RecordedAnswer recorded, int linked)
    {
        int start = _text.WrittenCount;
        ZoneBlock.Write(_text, recorded, linked, withEnd: linked == 0);
        _blocks.Add((recorded.Question, start, _text.WrittenCount - start));
        _bytes += _text.WrittenCount - start + 32 + MemoryCost.Of(recorded.Question.Name);
        if (aside is not null && _bytes > maxBytes)
            PutAside();
    }

    /// <summary>Writes the file.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Write(ZoneBlock.Header);
        if (_files.Count == 0)
        {
            foreach ((_, int start, int length) in Sorted())
                stream.Write(_text.WrittenSpan.Slice(start, length));
            return;
        }
        PutAside();
        Merge(block => stream.Write(block));
    }

    public void Dispose()
    {
        foreach (FileStream file in _files)
            file.Dispose();
        _files.Clear();
    }

    private void PutAside()
    {
        FileStream file = NewFile();
        foreach ((_, int start, int length) in Sorted())
            Write(file, _text.WrittenSpan.Slice(start, length));
        Keep(file);
        _blocks.Clear();
        _text.ResetWrittenCount();
        _bytes = 0;
        if (_files.Count < MaxFiles)
            return;
        FileStream merged = NewFile();
        Merge(block => Write(merged, block));
        Dispose();
        Keep(merged);
    }

    private FileStream NewFile() => new($"{aside}{_made++}{Suffix}", FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileBuffer, FileOptions.DeleteOnClose);

    private void Keep(FileStream file)
    {
        file.Position = 0;
        _files.Add(file);
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> block)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, block.Length);
        file.Write(length);
        file.Write(block);
    }

    private List<(DnsQuestion Question, int Start, int Length)> Sorted()
    {
        _blocks.Sort(static (x, y) => Compare(x.Question, y.Question));
        return _blocks;
    }

    private void Merge(Action<byte[]> take)
    {
        var heads = new PriorityQueue<(FileStream File, byte[] Block), DnsQuestion>(Comparer<DnsQuestion>.Create(Compare));
        foreach (FileStream file in _files)
            EnqueueNext(heads, file);
        while (heads.TryDequeue(out (FileStream File, byte[] Block) head, out _))
        {
            take(head.Block);
            EnqueueNext(heads, head.File);
        }
    }

    private static void EnqueueNext(PriorityQueue<(FileStream File, byte[] Block), DnsQuestion> heads, FileStream file)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
            return;
        byte[] block = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        file.ReadExactly(block);
        heads.Enqueue((file, block), ZoneBlock.QuestionOf(block));
    }

    private static int Compare(DnsQuestion x, DnsQuestion y)
    {
        int byName = x.Name.CompareTo(y.Name);
        return byName != 0 ? byName : x.Type.CompareTo(y.Type);
    }
}
