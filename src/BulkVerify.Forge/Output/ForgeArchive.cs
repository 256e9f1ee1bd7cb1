namespace BulkVerify.Forge.Output;

/// <summary>An archive to be made.</summary>
/// <param name="Name">Relative path of the file, or of the folder for <see cref="ArchiveFormat.Eml"/> and <see cref="ArchiveFormat.Maildir"/>. A name that ends in .gz is compressed.</param>
/// <param name="Topics">Kinds of mail that go there; empty for all kinds.</param>
public sealed record ForgeArchive(string Name, ArchiveFormat Format, params MailTopic[] Topics)
{
    /// <summary>Lines end with CRLF instead of LF.</summary>
    public bool Crlf { get; init; }

    /// <summary>Share among the archives that take the same topic.</summary>
    public double Weight { get; init; } = 1;
}
