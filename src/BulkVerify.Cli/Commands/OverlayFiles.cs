using BulkVerify.Dns;

namespace BulkVerify.Cli.Commands;

/// <summary>The records of --overlay. A line that cannot be read leaves out a change that was asked for, so nothing is judged then.</summary>
internal static class OverlayFiles
{
    /// <param name="files">Paths of zone files.</param>
    /// <param name="more">More records, as a zone file's text.</param>
    /// <exception cref="UsageException">A file cannot be read as a zone file, or there is no record.</exception>
    public static RecordChanges Load(IReadOnlyCollection<string> files, string more = "")
    {
        RecordChanges changes = RecordChanges.Load(files, more);
        if (changes.Errors.Count > 0)
            throw new UsageException($"--overlay {string.Join('\n', changes.Errors.Take(5).Select(e => SafeText.Of(e.ToString())))}");
        if (changes.Names.Count == 0)
            throw new UsageException($"--overlay {string.Join(", ", files)}: holds no record.");
        return changes;
    }
}
