namespace BulkVerify.Cli.Commands;

/// <summary>Files of a folder that are all written or not at all: each gets its name when the last one is complete. Disposed before that, none is left.</summary>
/// <param name="folder">It is there; null for standard output.</param>
internal sealed class ReportFiles(string? folder) : IDisposable
{
    private const string AsideSuffix = ".tmp";

    private readonly List<string> _open = [];

    public Stream Open(string name)
    {
        if (folder is null)
            return Console.OpenStandardOutput();
        string path = Path.Combine(folder, name);
        _open.Add(path);
        return File.Create(path + AsideSuffix);
    }

    /// <summary>Takes the place of files of the same names.</summary>
    public void Complete()
    {
        foreach (string path in _open)
            File.Move(path + AsideSuffix, path, overwrite: true);
        _open.Clear();
    }

    public void Dispose()
    {
        foreach (string path in _open)
            File.Delete(path + AsideSuffix);
    }
}
