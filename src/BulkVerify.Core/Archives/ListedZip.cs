using System.Buffers.Binary;

namespace BulkVerify.Archives;

/// <summary>A zip by the directory at its end (APPNOTE.TXT §4.3.6). What stands before the first member, such as the program of a self-extracting zip, is passed over. Keeps no list:
/// the directory is read along with the members.</summary>
internal sealed class ListedZip : IZipMembers
{
    /// <summary>Octets that most headers need.</summary>
    private const int HeaderSize = 512;

    private const int EndLength = 22;
    private const int Zip64LocatorLength = 20;
    private const int Zip64EndLength = 56;
    private const int MaxComment = ushort.MaxValue;

    private readonly Stream _zip;
    private readonly OctetSource _directory;
    private readonly long _end;
    private byte[] _header = new byte[HeaderSize];
    private ZipMember _current;

    private ListedZip(Stream zip, long start, long end, long prefix)
    {
        (_zip, _end, Prefix) = (zip, end, prefix);
        _directory = new OctetSource(new StreamRange(zip, start, end - start));
    }

    public bool IsListed => true;

    /// <summary>Bytes before the zip.</summary>
    public long Prefix { get; }

    /// <summary>True when a program stands before the zip, which unpacks it: nothing is wrong then.</summary>
    public bool IsProgram
    {
        get
        {
            Span<byte> start = stackalloc byte[4];
            return ReadAt(_zip, 0, start) == start.Length && (start.StartsWith("MZ"u8) || start.StartsWith("#!"u8) || start.StartsWith("\u007FELF"u8));
        }
    }

    /// <summary>The zip by its directory; null when that is missing or damaged.</summary>
    /// <param name="zip">Can be sought in.</param>
    /// <exception cref="IOException">Reading failed.</exception>
    public static ListedZip? TryOpen(Stream zip)
    {
        if (FindDirectory(zip) is not var (start, end, prefix))
            return null;
        try
        {
            // Gone through once: a directory that cannot be read to its end is of no use.
            var trial = new ListedZip(zip, start, end, prefix);
            // Nor is one whose members lie over each other: a few kilobytes, listed often enough, expand without end.
            long room = start - prefix;
            while (trial.Next() is { } member)
            {
                room -= ZipMember.LocalHeaderLength + member.StoredLength;
                if (room < 0)
                    return null;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
        return new ListedZip(zip, start, end, prefix);
    }

    /// <summary>True when the last bytes of a file are those of a zip whose first member stands behind a prefix.</summary>
    public static bool HasPrefix(Stream file) => TryOpen(file) is { Prefix: > 0 } zip && zip.Next() is { } first && zip.IsMember(first);

    public ZipMember? Next()
    {
        if (_directory.Peek(1).IsEmpty)
        {
            _directory.ThrowFailure();
            return null;
        }
        Take(0, ZipMember.DirectoryHeaderLength);
        if (!_header.AsSpan().StartsWith("PK\u0001\u0002"u8))
            throw new InvalidDataException("the directory of the zip is damaged");
        int name = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(28)), extra = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(30));
        Take(ZipMember.DirectoryHeaderLength, name + extra);
        ReadOnlySpan<byte> texts = _header.AsSpan(ZipMember.DirectoryHeaderLength, name + extra);
        _current = ZipMember.FromDirectory(_header, texts[..name], texts[name..]);
        for (int comment = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(32)); comment > 0; comment--)
            _directory.ReadOctet();
        return _current;
    }

    public Stream Open(ReadOptions options)
    {
        if (!IsMember(_current))
            throw new InvalidDataException("there is no member where the directory of the zip says");
        Span<byte> header = stackalloc byte[ZipMember.LocalHeaderLength];
        ReadAt(_zip, Prefix + _current.HeaderOffset, header);
        long start = Prefix + _current.HeaderOffset + header.Length + ZipMember.NameLengthOf(header) + ZipMember.ExtraLengthOf(header);
        long stored = _current.StoredLength;
        var source = new OctetSource(new StreamRange(_zip, start, stored));
        Stream expanded = _current.IsDeflated ? new InflatedStream(source) : new SourcePart(source, stored);
        (long Length, uint Crc) stated = (_current.Length, _current.Crc);
        return new LimitedStream(new CheckedMember(expanded, _current.Length, (_, _) => stated), () => Math.Max(stored, 1), options);
    }

    private bool IsMember(in ZipMember member)
    {
        Span<byte> header = stackalloc byte[ZipMember.LocalHeaderLength];
        return member.HeaderOffset <= _end - Prefix - header.Length && ReadAt(_zip, Prefix + member.HeaderOffset, header) == header.Length && header.StartsWith("PK\u0003\u0004"u8);
    }

    /// <summary>Reads the next part of a header, the texts of which may be up to 128 KiB long.</summary>
    private void Take(int at, int length)
    {
        if (_header.Length < at + length)
            Array.Resize(ref _header, at + length);
        _directory.ReadExactly(_header.AsSpan(at, length), "the directory of the zip ends early");
    }

    /// <summary>Where the directory stands and what stands before the zip, by the record at the end (§4.3.16), which a comment may follow.</summary>
    private static (long Start, long End, long Prefix)? FindDirectory(Stream zip)
    {
        long tailStart = Math.Max(0, zip.Length - EndLength - MaxComment);
        byte[] tail = new byte[zip.Length - tailStart];
        int length = ReadAt(zip, tailStart, tail);
        int at = tail.AsSpan(0, length).LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || length - at < EndLength)
            return null;
        ReadOnlySpan<byte> record = tail.AsSpan(at);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), end = tailStart + at;
        // §4.4.1.4: each value that does not fit says so for itself, the number of members too.
        bool isLarge = size == uint.MaxValue || offset == uint.MaxValue;
        if ((isLarge || BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) == ushort.MaxValue) && FindZip64End(zip, end) is { } found)
            (end, size, offset) = found;
        else if (isLarge)
            return null;
        long start = end - size;
        return size >= 0 && offset >= 0 && start >= offset ? (start, end, start - offset) : null;
    }

    /// <summary>§4.3.14, §4.3.15. The locator states a place in the bytes of the zip alone: a prefix is seen by looking right before the locator too.</summary>
    private static (long End, long Size, long Offset)? FindZip64End(Stream zip, long end)
    {
        Span<byte> locator = stackalloc byte[Zip64LocatorLength];
        if (end < Zip64LocatorLength || ReadAt(zip, end - Zip64LocatorLength, locator) < Zip64LocatorLength || !locator.StartsWith("PK\u0006\u0007"u8))
            return null;
        Span<byte> record = stackalloc byte[Zip64EndLength];
        foreach (long at in (ReadOnlySpan<long>)[BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), end - Zip64LocatorLength - Zip64EndLength])
        {
            if (at >= 0 && at < end && ReadAt(zip, at, record) == record.Length && record.StartsWith("PK\u0006\u0006"u8))
                return (at, BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
        }
        return null;
    }

    private static int ReadAt(Stream zip, long offset, Span<byte> to)
    {
        zip.Position = offset;
        return zip.ReadAtLeast(to, to.Length, throwOnEndOfStream: false);
    }
}
