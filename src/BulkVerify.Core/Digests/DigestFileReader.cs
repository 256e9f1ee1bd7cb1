using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Numerics;

namespace BulkVerify.Digests;

/// <summary>Reads the digests of a file, a block in memory at a time. Whatever the file holds, it is read to its end or refused. Not thread-safe.</summary>
public sealed class DigestFileReader
{
    /// <summary>Names that are remembered, a few hundred of which make up most mail.</summary>
    private const int MaxNames = 4096;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly NameTable _names = new(MaxNames);
    private readonly DigestDecoder _decoder;
    private readonly KeptDigest _current;
    private byte[] _compressed = [];
    private byte[] _heads = [];
    private byte[] _digests = [];
    private Part _digestsPart;
    private bool _hasDigests;
    private (int At, int Length) _place;

    /// <param name="stream">Owned by the caller; it can seek.</param>
    /// <param name="name">For messages about damage.</param>
    /// <exception cref="InvalidDataException">It is no file of digests, or of another version.</exception>
    public DigestFileReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        _decoder = new DigestDecoder(_names);
        _current = new KeptDigest(Decode, _names);
        Span<byte> start = stackalloc byte[DigestFile.Magic.Length + 1];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read < start.Length || !start.StartsWith(DigestFile.Magic))
            throw new InvalidDataException($"{name}: is no file of digests. Verify the archives again: 'verify --restart' replaces the run.");
        if (start[^1] != DigestEncoder.Version)
            throw new InvalidDataException($"{name}: was made by another version of the program (digests of form {start[^1]}, this one reads {DigestEncoder.Version}). Verify the archives again: 'verify --restart' replaces the run.");
    }

    /// <summary>All digests in order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public IEnumerable<MessageDigest> ReadAll() => Read(concerns: null).Select(d => d.Read());

    /// <summary>The digests that depend on a name in a way that is asked for, in order. The others, and those that are not decoded, are passed over, which takes a fraction of the time.</summary>
    /// <param name="concerns">Asked once for each name and way of a block; null for all digests.</param>
    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public IEnumerable<KeptDigest> Read(Func<DomainName, NameUses, bool>? concerns)
    {
        var heads = new DigestHeads(concerns, _names);
        long number = 0;
        while (ReadBlock(out int count, out int length))
        {
            int at = 0;
            heads.Clear();
            _place = default;
            for (int i = 0; i < count; i++, number++)
            {
                if (Next(heads, length, ref at, number))
                    yield return _current;
            }
            if (at != length || _place.At + _place.Length != _digestsPart.Length)
                throw Damaged();
            if (!_hasDigests)
                _stream.Seek(_digestsPart.Stored, SeekOrigin.Current);
        }
    }

    /// <summary>Reads the heads of the next block; false at the end.</summary>
    private bool ReadBlock(out int count, out int length)
    {
        Span<byte> header = stackalloc byte[DigestFile.BlockHeaderLength];
        if (_stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw Damaged();
        count = BinaryPrimitives.ReadInt32LittleEndian(header);
        Part heads = PartOf(header[4..]);
        _digestsPart = PartOf(header[(4 + DigestFile.PartHeaderLength)..]);
        length = heads.Length;
        if (count < 0 || count > length)
            throw Damaged();
        Expand(heads, ref _heads);
        _hasDigests = false;
        if (count > 0)
            return true;
        return heads.IsEmpty && _digestsPart.IsEmpty ? false : throw Damaged();
    }

    private Part PartOf(ReadOnlySpan<byte> header)
    {
        var part = new Part(BinaryPrimitives.ReadInt32LittleEndian(header), BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));
        return part is { Stored: >= 0 and <= DigestFile.MaxBlockLength, Length: >= 0 and <= DigestFile.MaxBlockLength } ? part : throw Damaged();
    }

    /// <summary>Reads a part, which is next in the stream.</summary>
    private void Expand(in Part part, ref byte[] into)
    {
        Grow(ref _compressed, part.Stored);
        Grow(ref into, part.Length);
        if (_stream.ReadAtLeast(_compressed.AsSpan(0, part.Stored), part.Stored, throwOnEndOfStream: false) < part.Stored
            || !TryExpand(part, into) || XxHash3.HashToUInt64(into.AsSpan(0, part.Length)) != part.Hash)
            throw Damaged();
    }

    private bool TryExpand(in Part part, byte[] into) => part.Stored == 0
        ? part.Length == 0
        : BrotliDecoder.TryDecompress(_compressed.AsSpan(0, part.Stored), into.AsSpan(0, part.Length), out int length) && length == part.Length;

    /// <summary>Reads a head; true when its digest is one of those that are looked for.</summary>
    private bool Next(DigestHeads heads, int length, ref int at, long number)
    {
        var from = new PackedReader(_heads.AsSpan(at, length - at));
        bool isConcerned = heads.ReadNames(ref from);
        string archive = heads.ReadArchive(ref from);
        long offset = from.Signed();
        ReadOnlyMemory<byte> profile = NextOctets(ref from, length), sender = NextOctets(ref from, length);
        int digest = from.Count(DigestFile.MaxBlockLength);
        _place = (_place.At + _place.Length, digest);
        if (from.Failed || _place.Length > _digestsPart.Length - _place.At)
            throw Damaged();
        at = length - from.Rest;
        if (isConcerned)
            _current.Set(number, new MessageLocator(archive, offset), profile, sender);
        return isConcerned;
    }

    /// <summary>The octets that come next in the heads, in place.</summary>
    private ReadOnlyMemory<byte> NextOctets(ref PackedReader from, int length)
    {
        int count = from.Octets(DigestFile.MaxBlockLength).Length;
        return _heads.AsMemory(length - from.Rest - count, count);
    }

    private MessageDigest Decode()
    {
        if (!_hasDigests)
        {
            Expand(_digestsPart, ref _digests);
            _hasDigests = true;
        }
        MessageDigest digest = _decoder.Read(_digests.AsSpan(_place.At, _place.Length)) ?? throw Damaged();
        return digest.Locator == _current.Locator ? digest : throw Damaged();
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        // Blocks differ a little in size: a buffer of the next power of two serves them all.
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)length));
    }

    private InvalidDataException Damaged() => new($"{_name}: is damaged or cut short. Verify the archives again: 'verify --restart' replaces the run.");

    private readonly record struct Part(int Stored, int Length, ulong Hash)
    {
        public bool IsEmpty => Stored == 0 && Length == 0;
    }
}
