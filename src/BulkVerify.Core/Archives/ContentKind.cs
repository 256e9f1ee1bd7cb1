namespace BulkVerify.Archives;

/// <summary>What the first bytes of a file or member show.</summary>
public enum ContentKind : byte
{
    /// <summary>Nothing that we know as mail.</summary>
    NotMail,
    /// <summary>No bytes at all.</summary>
    Empty,
    Mbox,
    /// <summary>One message; a separator line may stand before it.</summary>
    Message,
    Gzip,
    Bzip2,
    Zstd,
    Tar,
    Zip,
    /// <summary>A mail store that is recognized and not read; see <see cref="UnsupportedFormat"/>.</summary>
    Unsupported,
}
