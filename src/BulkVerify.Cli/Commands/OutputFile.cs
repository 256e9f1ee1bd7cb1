namespace BulkVerify.Cli.Commands;

/// <summary>Files that options name for results.</summary>
internal static class OutputFile
{
    /// <summary>Makes the file, or empties it.</summary>
    /// <param name="option">That named it, for messages; empty for none.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static FileStream Create(string option, string path)
    {
        Check(option, path);
        try
        {
            return File.Create(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new UsageException($"{Named(option, path)}: cannot be written ({(e is UnauthorizedAccessException ? "no permission" : SafeText.Of(e.Message))}); name another file{(option.Length == 0 ? " with --out" : "")}.");
        }
    }

    /// <summary>Returns when a file of this name can be made, as far as can be told without making it.</summary>
    /// <exception cref="UsageException">It is a folder, or would be in one that is not there.</exception>
    public static void Check(string option, string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{Named(option, path)}: is a folder; name a file.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new UsageException($"{Named(option, path)}: there is no such folder; make it first.");
    }

    private static string Named(string option, string path) => $"{option} {path}".TrimStart();
}
