namespace BulkVerify.Batches;

/// <summary>Where one message lies in its slab and in its archive.</summary>
/// <param name="SeparatorStart">Offset in the slab of the mbox separator line; equal to <paramref name="Start"/> when there is none.</param>
/// <param name="Start">Offset in the slab of the first byte of the message.</param>
/// <param name="Length">Bytes of the message: without separator, without the empty line before the next separator.</param>
/// <param name="ArchiveOffset">Offset in the (decompressed) archive of the separator, or of the first byte where there is none.</param>
/// <param name="FramedBytes">Bytes of the archive that belong to this message, separator and closing empty line included.</param>
/// <param name="HasQuotedFrom">True when a line begins with one or more '>' and "From ": how it is read depends on the mbox variant.</param>
/// <param name="Archive">Name of the archive, members of containers after '!'.</param>
public readonly record struct MessageExtent(
    int SeparatorStart, int Start, int Length, long ArchiveOffset, long FramedBytes, bool HasQuotedFrom, string Archive)
{
    public MessageLocator Locator => new(Archive, ArchiveOffset);
}
