using System.Buffers.Binary;
using System.IO.Hashing;
using ZstdSharp;

namespace BulkVerify.Digests;

/// <summary>Reads the digests of a file, a block in memory at a time. Whatever the file holds, it is read to its end or refused. Not thread-safe.</summary>
public sealed class DigestFileReader : IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly Decompressor _decompressor = new();
    private readonly DigestDecoder _decoder = new();
    private byte[] _compressed = [];
    private byte[] _block = [];

    /// <param name="stream">Owned by the caller.</param>
    /// <param name="name">For messages about damage.</param>
    /// <exception cref="InvalidDataException">It is no file of digests, or of another version.</exception>
    public DigestFileReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        Span<byte> start = stackalloc byte[DigestFile.Magic.Length + 1];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read < start.Length || !start.StartsWith(DigestFile.Magic))
            throw new InvalidDataException($"{name}: is no file of digests. Verify the archives again: 'verify --restart' replaces the run.");
        if (start[^1] != DigestEncoder.Version)
            throw new InvalidDataException($"{name}: was made by another version of the program (digests of form {start[^1]}, this one reads {DigestEncoder.Version}). Verify the archives again: 'verify --restart' replaces the run.");
    }

    /// <summary>All digests in order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public IEnumerable<MessageDigest> ReadAll() => Read(concerns: null).Select(d => d.Digest);

    /// <summary>The digests that depend on a name in a way that is asked for, in order, each with its number in the file. The others are passed over, which takes a fraction of the time.</summary>
    /// <param name="concerns">Asked once for each name and way of a block; null for all digests.</param>
    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public IEnumerable<(long Number, MessageDigest Digest)> Read(Func<DomainName, NameUses, bool>? concerns)
    {
        var names = new DigestBlockNames(concerns);
        long number = 0;
        while (ReadBlock(out int count, out int length))
        {
            int at = 0;
            names.Clear();
            for (int i = 0; i < count; i++, number++)
            {
                if (Next(names, length, ref at) is { } digest)
                    yield return (number, digest);
            }
            if (at != length)
                throw Damaged();
        }
    }

    public void Dispose() => _decompressor.Dispose();

    /// <summary>False at the end.</summary>
    private bool ReadBlock(out int count, out int length)
    {
        Span<byte> header = stackalloc byte[DigestFile.BlockHeaderLength];
        if (_stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw Damaged();
        int stored = BinaryPrimitives.ReadInt32LittleEndian(header);
        length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        count = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (stored is < 0 or > DigestFile.MaxBlockLength || length is < 0 or > DigestFile.MaxBlockLength || count < 0 || count > length)
            throw Damaged();
        Grow(ref _compressed, stored);
        Grow(ref _block, length);
        if (_stream.ReadAtLeast(_compressed.AsSpan(0, stored), stored, throwOnEndOfStream: false) < stored || !TryExpand(stored, length))
            throw Damaged();
        if (XxHash3.HashToUInt64(_block.AsSpan(0, length)) != BinaryPrimitives.ReadUInt64LittleEndian(header[12..]))
            throw Damaged();
        return count > 0 || (stored == 0 && length == 0 ? false : throw Damaged());
    }

    private bool TryExpand(int stored, int length)
    {
        if (stored == 0)
            return length == 0;
        try
        {
            return _decompressor.Unwrap(_compressed.AsSpan(0, stored), _block.AsSpan(0, length)) == length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }

    /// <summary>Null when the next digest is none of those that are looked for.</summary>
    private MessageDigest? Next(DigestBlockNames names, int length, ref int at)
    {
        var from = new PackedReader(_block.AsSpan(at, length - at));
        bool isConcerned = names.Read(ref from);
        ReadOnlySpan<byte> digest = from.Octets(DigestFile.MaxBlockLength);
        if (from.Failed)
            throw Damaged();
        at = length - from.Rest;
        return isConcerned ? _decoder.Read(digest) ?? throw Damaged() : null;
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
    }

    private InvalidDataException Damaged() => new($"{_name}: is damaged or cut short. Verify the archives again: 'verify --restart' replaces the run.");
}
