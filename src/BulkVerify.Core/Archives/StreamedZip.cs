using System.Buffers.Binary;
using System.Globalization;

namespace BulkVerify.Archives;

/// <summary>A zip from front to back, by the headers before its members: for a zip in a pipe or another container, and one whose directory is lost (APPNOTE.TXT §4.3.7).</summary>
internal sealed class StreamedZip(Stream zip) : IZipMembers
{
    /// <summary>Octets that most headers need.</summary>
    private const int HeaderSize = 512;

    private const int PassSize = 16 << 10;

    private readonly OctetSource _source = new(zip);
    private byte[] _header = new byte[HeaderSize];
    private ZipMember _current;
    private SourcePart? _stored;
    private CheckedMember? _expanded;

    public bool IsListed => false;

    /// <summary>True once the end of the members was reached, where the directory should begin.</summary>
    public bool IsComplete { get; private set; }

    public ZipMember? Next()
    {
        if (IsComplete || !TryPassOver())
            return null;
        ReadOnlySpan<byte> next = _source.Peek(4);
        // Behind the members comes the directory, or only the record at its end.
        if (next.StartsWith("PK\u0001\u0002"u8) || next.StartsWith("PK\u0005\u0006"u8) || next.StartsWith("PK\u0006\u0006"u8))
        {
            IsComplete = true;
            return null;
        }
        if (!next.StartsWith("PK\u0003\u0004"u8))
        {
            _source.ThrowFailure();
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"no member of the zip begins at its byte {_source.Taken}"));
        }
        long offset = _source.Taken;
        Take(0, ZipMember.LocalHeaderLength);
        int name = ZipMember.NameLengthOf(_header), extra = ZipMember.ExtraLengthOf(_header);
        Take(ZipMember.LocalHeaderLength, name + extra);
        ReadOnlySpan<byte> texts = _header.AsSpan(ZipMember.LocalHeaderLength, name + extra);
        _current = ZipMember.FromLocal(_header, texts[..name], texts[name..], offset);
        _stored = _current.HasDescriptor ? null : new SourcePart(_source, _current.StoredLength);
        _expanded = null;
        return _current;
    }

    public Stream Open(ReadOptions options)
    {
        if (_stored is null && !_current.IsDeflated)
            throw new InvalidDataException("the member is stored and does not say its length");
        long start = _source.Taken;
        Stream expanded = !_current.IsDeflated ? _stored! : new InflatedStream(_stored is null ? _source : new OctetSource(_stored));
        (long Length, uint Crc) stated = (_current.Length, _current.Crc);
        _expanded = _stored is null
            ? new(expanded, null, (length, crc) => DescriptorBehind((InflatedStream)expanded, start, length, crc))
            : new(expanded, stated.Length, (_, _) => stated);
        return new LimitedStream(_expanded, () => Math.Max(_source.Taken - start, 1), options, leaveOpen: true);
    }

    /// <summary>False where the next member cannot be found because of the damage that whoever read this one has met.</summary>
    private bool TryPassOver()
    {
        try
        {
            if (_current.Name is not null)
                PassOver();
            return true;
        }
        catch (Exception e) when (_expanded is { HasFailed: true } && DamagedSource.Describe(e) is not null)
        {
            return false;
        }
        finally
        {
            _expanded?.Dispose();
        }
    }

    /// <summary>What the reader left of the member. One that does not say its length ends only where its data ends.</summary>
    private void PassOver()
    {
        if (_stored is null && _expanded is null && !_current.IsDeflated)
        {
            // Folders: nothing is stored, and the descriptor says so.
            if (_source.Peek(4).StartsWith("PK\u0007\u0008"u8))
                Descriptor(0, 0);
            return;
        }
        Stream left = _stored ?? _expanded ?? Open(new ReadOptions());
        byte[] passed = new byte[PassSize];
        while (left.Read(passed) > 0)
        {
        }
    }

    /// <summary>The member ends where a descriptor with its checksum stands.</summary>
    private (long Length, uint Crc) DescriptorBehind(InflatedStream member, long start, long length, uint crc)
    {
        Span<byte> follows = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(follows, crc);
        member.TryFindEnd(follows, from => HasLength(from, length), before: "PK\u0007\u0008"u8);
        return Descriptor(_source.Taken - start, length);
    }

    /// <summary>True for a descriptor without its signature that states this length, in either form.</summary>
    private static bool HasLength(ReadOnlySpan<byte> descriptor, long length) =>
        (descriptor.Length >= 12 && BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]) == (uint)length)
        || (descriptor.Length >= 20 && BinaryPrimitives.ReadInt64LittleEndian(descriptor[12..]) == length);

    /// <summary>§4.3.9: checksum and lengths, with a signature or without, the lengths of 4 or 8 bytes.</summary>
    private (long Length, uint Crc) Descriptor(long stored, long length)
    {
        if (_source.Peek(4).SequenceEqual("PK\u0007\u0008"u8))
            _source.Skip(4);
        ReadOnlySpan<byte> next = _source.Peek(20);
        if (next.Length < 12)
        {
            _source.ThrowFailure();
            throw new EndOfStreamException("the zip ends early");
        }
        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(next);
        bool isLong = next.Length == 20 && BinaryPrimitives.ReadInt64LittleEndian(next[4..]) == stored && BinaryPrimitives.ReadInt64LittleEndian(next[12..]) == length;
        long stated = isLong ? length : BinaryPrimitives.ReadUInt32LittleEndian(next[8..]);
        _source.Skip(isLong ? 20 : 12);
        return (stated, crc);
    }

    /// <summary>Reads the next part of a header, the texts of which may be up to 128 KiB long.</summary>
    private void Take(int at, int length)
    {
        if (_header.Length < at + length)
            Array.Resize(ref _header, at + length);
        _source.ReadExactly(_header.AsSpan(at, length), "the zip ends early");
    }
}
