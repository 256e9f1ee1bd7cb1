namespace BulkVerify.Statistics;

/// <summary>
/// The form of a file of verdicts: <see cref="Magic"/>, the version, then blocks. A block is its number of rows and the length of their octets, little-endian, then for each row the number of its verdict
/// in the block, where that comes first the texts that come first with it and the <see cref="RowVerdict"/>, then the rank of the message and its Message-ID. A block of no rows ends the file. Whether its octets are those that were written is for its reader to know.
/// </summary>
internal static class VerdictFile
{
    /// <summary>Changes whenever a member is added, left out or moved.</summary>
    public const byte Version = 1;

    /// <summary>Octets gathered in a block.</summary>
    public const int BlockLength = 256 << 10;

    /// <summary>Largest block that is read: one of ordinary size and the largest row there can be.</summary>
    public const int MaxBlockLength = 32 << 20;

    public const int BlockHeaderLength = 8;

    public static ReadOnlySpan<byte> Magic => "BVVERDIC"u8;
}
