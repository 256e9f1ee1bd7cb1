using System.Buffers.Binary;
using System.Text;

namespace BulkVerify.Archives;

/// <summary>What a zip says of one member (APPNOTE.TXT §4.3.7, §4.3.12).</summary>
/// <param name="Name">Path within the zip; never a path on disk.</param>
/// <param name="Flags">General purpose bits.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Crc">CRC-32 of the expanded bytes.</param>
/// <param name="StoredLength">Bytes in the zip.</param>
/// <param name="Length">Expanded bytes.</param>
/// <param name="HeaderOffset">Place of the member's own header, in the bytes of the zip alone.</param>
internal readonly record struct ZipMember(string Name, ushort Flags, ushort Method, uint Crc, long StoredLength, long Length, long HeaderOffset)
{
    public const int LocalHeaderLength = 30;
    public const int DirectoryHeaderLength = 46;

    private const int Zip64Field = 1;

    public bool IsFolder => Name.EndsWith('/');

    public bool IsEncrypted => (Flags & 1) != 0;

    /// <summary>True when checksum and lengths stand behind the member, and are 0 in its own header (§4.4.4).</summary>
    public bool HasDescriptor => (Flags & 8) != 0;

    public bool IsDeflated => Method == 8;

    /// <summary>Why the member is not read and what to do; null for one that is.</summary>
    public string? Refusal => IsEncrypted ? "is encrypted: unpack the zip with its password first."
        : Method is 0 or 8 ? null
        : $"is compressed by method {Method} of zip, which is not read: unpack the zip first.";

    public static ushort NameLengthOf(ReadOnlySpan<byte> localHeader) => BinaryPrimitives.ReadUInt16LittleEndian(localHeader[26..]);

    public static ushort ExtraLengthOf(ReadOnlySpan<byte> localHeader) => BinaryPrimitives.ReadUInt16LittleEndian(localHeader[28..]);

    /// <param name="header">The fixed part of the header before the member.</param>
    public static ZipMember FromLocal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long offset) =>
        Of(header[6..], name, extra, offset);

    /// <param name="header">The fixed part of the header in the directory.</param>
    public static ZipMember FromDirectory(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra) =>
        Of(header[8..], name, extra, BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));

    /// <param name="fields">The header from its flags on: there both kinds are alike.</param>
    private static ZipMember Of(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long offset)
    {
        long stored = BinaryPrimitives.ReadUInt32LittleEndian(fields[12..]), length = BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]);
        // §4.5.3: values that do not fit stand in an extra field, in this order.
        ReadOnlySpan<byte> large = Extra(extra, Zip64Field);
        length = Widen(length, ref large);
        stored = Widen(stored, ref large);
        offset = Widen(offset, ref large);
        return new ZipMember(
            Encoding.UTF8.GetString(name), BinaryPrimitives.ReadUInt16LittleEndian(fields), BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[8..]), stored, length, offset);
    }

    private static ReadOnlySpan<byte> Extra(ReadOnlySpan<byte> extra, int id)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == id)
                return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }
        return [];
    }

    private static long Widen(long value, ref ReadOnlySpan<byte> large)
    {
        if (value != uint.MaxValue || large.Length < sizeof(long))
            return value;
        value = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[sizeof(long)..];
        return value >= 0 ? value : throw new InvalidDataException("the zip states a length below 0");
    }
}
