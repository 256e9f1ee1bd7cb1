using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace BulkVerify.Digests;

/// <summary>Writes digests to a file, compressed in blocks: equal digests in equal order give equal octets. Not thread-safe.</summary>
public sealed class DigestFileWriter
{
    /// <summary>Most octets are hashes and signatures, which nothing makes smaller: what more effort gains is not worth its time.</summary>
    private const int Quality = 1;

    /// <summary>Bits of the window, in which a block fits.</summary>
    private const int Window = 19;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _heads = new(DigestFile.BlockLength / 4);
    private readonly ArrayBufferWriter<byte> _digests = new(DigestFile.BlockLength);
    private readonly ArrayBufferWriter<byte> _profile = new();
    private readonly byte[][] _compressed = [[], []];
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
        ReadOnlySpan<byte> heads = Compress(_heads, ref _compressed[0], header[4..]);
        ReadOnlySpan<byte> digests = Compress(_digests, ref _compressed[1], header[(4 + DigestFile.PartHeaderLength)..]);
        _stream.Write(header);
        _stream.Write(heads);
        _stream.Write(digests);
        _heads.ResetWrittenCount();
        _digests.ResetWrittenCount();
        _numbers.Clear();
        _archives.Clear();
        _count = 0;
    }

    private static ReadOnlySpan<byte> Compress(ArrayBufferWriter<byte> part, ref byte[] compressed, Span<byte> header)
    {
        int most = BrotliEncoder.GetMaxCompressedLength(part.WrittenCount), length = 0;
        if (compressed.Length < most)
            compressed = GC.AllocateUninitializedArray<byte>(most);
        if (part.WrittenCount > 0 && !BrotliEncoder.TryCompress(part.WrittenSpan, compressed, out length, Quality, Window))
            throw new InvalidOperationException("what fits any octets did not fit these");
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], part.WrittenCount);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], XxHash3.HashToUInt64(part.WrittenSpan));
        return compressed.AsSpan(0, length);
    }
}
