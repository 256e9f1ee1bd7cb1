namespace BulkVerify.Digests;

/// <summary>
/// The form of a file of digests: <see cref="Magic"/>, the version, then blocks. A block is its length as stored, its length expanded, its number of digests and the XXH3 of its
/// expanded octets, all little-endian, then zstd of the digests, each behind the names it depends on (see <see cref="DigestNames"/>) and its length: who looks for messages that depend on
/// certain names reads no others. A name is its number in the block with its uses, and where it comes first in the block its text. A block of no digests ends the file, so that one cut short is noticed.
/// </summary>
internal static class DigestFile
{
    /// <summary>Octets of digests gathered in a block.</summary>
    public const int BlockLength = 256 << 10;

    /// <summary>Largest block that is read: one of ordinary size and the largest digest there can be.</summary>
    public const int MaxBlockLength = 32 << 20;

    /// <summary>Three lengths of four octets, a hash of eight.</summary>
    public const int BlockHeaderLength = 20;

    /// <summary>Bits of a name's number that are its uses.</summary>
    public const int UsesBits = 4;

    public static ReadOnlySpan<byte> Magic => "BVDIGEST"u8;
}
