namespace BulkVerify.Digests;

/// <summary>
/// The form of a file of digests: <see cref="Magic"/>, the version, then blocks. A block is its number of digests, then for its heads and for its digests the length as stored, the length expanded and
/// the XXH3 of the expanded octets, all little-endian, then Brotli of the heads and Brotli of the digests. A head is the names that the message depends on (see <see cref="DigestNames"/>), its place, its
/// <see cref="DigestProfile"/>, what macros of SPF may ask of its sender, and the length of its digest: who looks for messages that depend on certain names, or knows what those of a profile come to, reads no digests. A name, and that of an
/// archive, is its number in the block, and where it comes first in the block its text. A block of no digests ends the file, so that one cut short is noticed.
/// </summary>
internal static class DigestFile
{
    /// <summary>Octets of digests gathered in a block.</summary>
    public const int BlockLength = 256 << 10;

    /// <summary>Largest block that is read: one of ordinary size and the largest digest there can be.</summary>
    public const int MaxBlockLength = 32 << 20;

    /// <summary>A number of four octets, and for each part two lengths of four and a hash of eight.</summary>
    public const int BlockHeaderLength = 4 + 2 * PartHeaderLength;

    public const int PartHeaderLength = 16;

    /// <summary>Bits of a name's number that are its uses.</summary>
    public const int UsesBits = 4;

    public static ReadOnlySpan<byte> Magic => "BVDIGEST"u8;
}
