namespace BulkVerify.Dns;

/// <summary>Loads master files from disk.</summary>
/// <param name="View">What they say; also when there were errors, of the lines that could be read.</param>
/// <param name="Files">The files read, in order.</param>
/// <param name="Errors">The first errors, each with its place.</param>
/// <param name="ErrorCount">How many errors there were.</param>
public sealed record ZoneSource(ZoneView View, IReadOnlyList<string> Files, IReadOnlyList<ZoneFileError> Errors, int ErrorCount)
{
    /// <summary>Suffix of the files that are read of a folder.</summary>
    public const string Suffix = ".zone";

    /// <summary>Loads a file, or the <c>*.zone</c> files of a folder in ordinal order of their names. Never throws for what is on the disk:
    /// what cannot be opened is an error like any other.</summary>
    public static ZoneSource Load(string path) => Load([path]);

    /// <inheritdoc cref="Load(string)"/>
    public static ZoneSource Load(IReadOnlyList<string> paths)
    {
        var builder = new ZoneBuilder();
        var files = new List<string>();
        foreach (string path in paths)
        {
            foreach (string file in FilesOf(path, builder))
            {
                files.Add(file);
                ReadFile(file, builder);
            }
        }
        return new ZoneSource(builder.Build(), files, builder.Errors, builder.ErrorCount);
    }

    private static string[] FilesOf(string path, ZoneBuilder builder)
    {
        if (!Directory.Exists(path))
            return [path];
        try
        {
            string[] files = Directory.GetFiles(path, "*" + Suffix);
            Array.Sort(files, StringComparer.Ordinal);
            if (files.Length == 0)
                builder.Report(new ZoneFileError(path, 0, $"the folder holds no file whose name ends in {Suffix}"));
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            builder.Report(new ZoneFileError(path, 0, $"the folder cannot be read ({e.Message})"));
            return [];
        }
    }

    private static void ReadFile(string file, ZoneBuilder builder)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            ZoneFile.Read(stream, file, builder);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            builder.Report(new ZoneFileError(file, 0, "there is no such file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            builder.Report(new ZoneFileError(file, 0, $"it cannot be read ({e.Message})"));
        }
    }
}
