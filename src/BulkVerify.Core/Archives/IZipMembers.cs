namespace BulkVerify.Archives;

/// <summary>The members of a zip, one after the other. Used once, by one reader.</summary>
internal interface IZipMembers
{
    /// <summary>True when members come by the zip's directory: then damage of one is no damage of the next.</summary>
    bool IsListed { get; }

    /// <summary>The next member; null at the end. Whatever is left of the one before is passed over.</summary>
    /// <exception cref="InvalidDataException">The next member cannot be found.</exception>
    ZipMember? Next();

    /// <summary>The expanded bytes of the member that came last, compared with what the zip states of them. Read before the next member is asked for.</summary>
    /// <exception cref="InvalidDataException">There is no such member where the zip says.</exception>
    Stream Open(ReadOptions options);
}
