using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>The file of verdicts in a split's folder, beside its rows. Not thread-safe.</summary>
internal sealed class SplitVerdicts : IDisposable
{
    private readonly FileStream _file;
    private readonly VerdictFileWriter _writer;

    public SplitVerdicts(string splitFolder)
    {
        _file = new FileStream(RunFolder.VerdictsIn(splitFolder), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        _writer = new VerdictFileWriter(_file);
    }

    public void Add(MessageRow row) => _writer.Add(row);

    /// <summary>Ends the file and brings it to disk.</summary>
    public void Complete()
    {
        _writer.Complete();
        _file.Flush(flushToDisk: true);
        Dispose();
    }

    public void Dispose() => _file.Dispose();
}
