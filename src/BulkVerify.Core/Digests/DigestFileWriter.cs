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
    private readonly ArrayBufferWriter<byte> _heads = new(DigestFile.BlockLength / 4);
    private readonly ArrayBufferWriter<byte> _digests = new(DigestFile.BlockLength);
    private readonly ArrayBufferWriter<byte> _profile = new();
    private readonly DigestNames _names = new();
    private readonly Dictionary<DomainName, int> _numbers = [];
    private readonly Dictionary<string, int> _archives = new(StringComparer.Ordinal);
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
        int before = _digests.WrittenCount;
        DigestEncoder.Write(_digests, digest);
        WriteHead(new PackedWriter(_heads), digest, _digests.WrittenCount - before);
        _count++;
        Total++;
        if (_digests.WrittenCount + _heads.WrittenCount >= DigestFile.BlockLength)
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

    private void WriteHead(PackedWriter heads, MessageDigest digest, int length)
    {
        WriteNames(heads, digest);
        bool isNew = !_archives.TryGetValue(digest.Locator.Archive, out int archive);
        if (isNew)
            _archives.Add(digest.Locator.Archive, archive = _archives.Count);
        heads.Count(archive);
        if (isNew)
            heads.Text(digest.Locator.Archive);
        heads.Signed(digest.Locator.Offset);
        _profile.ResetWrittenCount();
        DigestProfile.Write(new PackedWriter(_profile), digest);
        heads.Octets(_profile.WrittenSpan);
        _profile.ResetWrittenCount();
        DigestProfile.WriteSender(new PackedWriter(_profile), digest);
        heads.Octets(_profile.WrittenSpan);
        heads.Count(length);
    }

    private void WriteNames(PackedWriter heads, MessageDigest digest)
    {
        _names.Set(digest);
        heads.Count(_names.All.Count);
        foreach ((DomainName name, NameUses uses) in _names.All)
        {
            bool isNew = !_numbers.TryGetValue(name, out int number);
            if (isNew)
                _numbers.Add(name, number = _numbers.Count);
            heads.Count((number << DigestFile.UsesBits) | (int)uses);
            if (isNew)
                heads.Name(name);
        }
    }

    private void WriteBlock()
    {
        Span<byte> header = stackalloc byte[DigestFile.BlockHeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, _count);
        // What the compressor gives is valid until it is asked again.
        byte[] heads = Compress(_heads, header[4..]).ToArray();
        ReadOnlySpan<byte> digests = Compress(_digests, header[(4 + DigestFile.PartHeaderLength)..]);
        _stream.Write(header);
        _stream.Write(heads);
        _stream.Write(digests);
        _heads.ResetWrittenCount();
        _digests.ResetWrittenCount();
        _numbers.Clear();
        _archives.Clear();
        _count = 0;
    }

    private ReadOnlySpan<byte> Compress(ArrayBufferWriter<byte> part, Span<byte> header)
    {
        ReadOnlySpan<byte> compressed = part.WrittenCount == 0 ? default : _compressor.Wrap(part.WrittenSpan);
        BinaryPrimitives.WriteInt32LittleEndian(header, compressed.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], part.WrittenCount);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], XxHash3.HashToUInt64(part.WrittenSpan));
        return compressed;
    }
}
