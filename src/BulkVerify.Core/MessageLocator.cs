namespace BulkVerify;

/// <summary>Where a message is: the archive as the run names it (path, and members of containers after '!') and the offset in
/// bytes of its separator, or of its first byte where there is none. Offsets in compressed archives count decompressed bytes.</summary>
public readonly record struct MessageLocator(string Archive, long Offset) : IComparable<MessageLocator>
{
    public int CompareTo(MessageLocator other)
    {
        int byArchive = string.CompareOrdinal(Archive, other.Archive);
        return byArchive != 0 ? byArchive : Offset.CompareTo(other.Offset);
    }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Archive}@{Offset}");
}
