namespace BulkVerify.Statistics;

/// <summary>Which archive a message counts in: files of one message count in their folder, members of containers in the container.</summary>
public static class ArchiveGroups
{
    private static readonly HashSet<string> ArchiveEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mbox", ".mboxrd", ".mboxo", ".mboxcl", ".mboxcl2", ".mbx", ".gz", ".bz2", ".zst", ".tar", ".tgz", ".zip",
    };

    /// <summary>The group of an archive as rows name it; a folder ends in '/'.</summary>
    public static string Of(string archive)
    {
        int member = archive.IndexOf('!', StringComparison.Ordinal);
        if (member >= 0)
            return archive[..member];
        if (archive == "-" || ArchiveEndings.Contains(Path.GetExtension(archive)))
            return archive;
        int slash = archive.LastIndexOf('/');
        if (slash < 0)
            return archive;
        // Maildir: cur and new are one archive.
        string folder = archive[..slash];
        return folder.EndsWith("/cur", StringComparison.Ordinal) || folder.EndsWith("/new", StringComparison.Ordinal) ? archive[..(slash - 3)] : archive[..(slash + 1)];
    }
}
