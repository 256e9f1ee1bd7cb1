using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using ZstdSharp;

namespace BulkVerify.Digests;

/// <summary>Writes digests to a file, compressed in blocks: equal digests in equal order give equal octets. Not thread-safe.</summary>
public sealed class DigestFileWriter : IDisposable
{
    /// <summary>Most octets are hashes and signatures, which nothing makes smaller: what more effort gains is not worth its time.</summary>
    private const int CompressionLevel = 1;

    private readonly Stream _stream;
    private readonly Compressor _compressor = new(CompressionLevel);
    private readonly ArrayBufferWriter<byte> _block = new(DigestFile.BlockLength);
    private readonly ArrayBufferWriter<byte> _digest = new();
    private readonly DigestNames _names = new();
    private readonly Dictionary<DomainName, int> _numbers = [];
    private int _count;

    /// <param name="stream">Owned by the caller.</param>
    public DigestFileWriter(Stream stream)
    {
        _stream = stream;
        _stream.Write(DigestFile.Magic);
        _stream.WriteByte(DigestEncoder.Version);
    }

    /// <summary>Digests added.</summary>
    public long Total { get; private set; }

    public void Add(MessageDigest digest)
    {
        _digest.ResetWrittenCount();
        DigestEncoder.Write(_digest, digest);
        var block = new PackedWriter(_block);
        WriteNames(block, digest);
        block.Octets(_digest.WrittenSpan);
        _count++;
        Total++;
        if (_block.WrittenCount >= DigestFile.BlockLength)
            WriteBlock();
    }

    /// <summary>Writes what is left, and the end.</summary>
    public void Complete()
    {
        if (_count > 0)
            WriteBlock();
        WriteBlock();
    }

    public void Dispose() => _compressor.Dispose();

    private void WriteNames(PackedWriter block, MessageDigest digest)
    {
        _names.Set(digest);
        block.Count(_names.All.Count);
        foreach ((DomainName name, NameUses uses) in _names.All)
        {
            bool isNew = !_numbers.TryGetValue(name, out int number);
            if (isNew)
                _numbers.Add(name, number = _numbers.Count);
            block.Count((number << DigestFile.UsesBits) | (int)uses);
            if (isNew)
                block.Name(name);
        }
    }

    private void WriteBlock()
    {
        ReadOnlySpan<byte> compressed = _count == 0 ? default : _compressor.Wrap(_block.WrittenSpan);
        Span<byte> header = stackalloc byte[DigestFile.BlockHeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, compressed.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _block.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], _count);
        BinaryPrimitives.WriteUInt64LittleEndian(header[12..], XxHash3.HashToUInt64(_block.WrittenSpan));
        _stream.Write(header);
        _stream.Write(compressed);
        _block.ResetWrittenCount();
        _numbers.Clear();
        _count = 0;
    }
}
