using BulkVerify.Digests;

namespace BulkVerify.Engine.Runs;

/// <summary>A file of digests in a split's folder. Not thread-safe.</summary>
internal sealed class SplitDigests : IDisposable
{
    private readonly FileStream _file;
    private readonly DigestFileWriter _writer;

    public SplitDigests(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        _writer = new DigestFileWriter(_file);
    }

    public void Add(MessageDigest digest) => _writer.Add(digest);

    /// <summary>Ends the file, brings it to disk and closes it.</summary>
    public void Complete()
    {
        _writer.Complete();
        _file.Flush(flushToDisk: true);
        Dispose();
    }

    public void Dispose() => _file.Dispose();
}
