namespace BulkVerify.Reports.Rows;

/// <summary>A row file without rows, for a run in which no message was found; gone with the object, and its folder with it.</summary>
internal sealed class EmptyRowFile : IDisposable
{
    private readonly string _folder;

    private EmptyRowFile(string folder)
    {
        _folder = folder;
        Path = System.IO.Path.Combine(folder, "no-rows.parquet");
    }

    public string Path { get; }

    /// <param name="folder">Made when it is absent; must be the caller's alone.</param>
    public static EmptyRowFile Create(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = new EmptyRowFile(folder);
        WriteAsync(file.Path).AsTask().GetAwaiter().GetResult();
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async ValueTask WriteAsync(string path)
    {
        await using var writer = new RowFileWriter(path);
        await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
