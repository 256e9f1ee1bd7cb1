using System.Text.Json;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Collects one split's rows, statistics and faults in a folder aside; <see cref="CommitAsync"/> is one rename. Disposed without a commit,
/// the split leaves nothing behind. Owned by one writer.</summary>
public sealed class SplitCommit : IAsyncDisposable
{
    private readonly string _aside;
    private readonly string _final;
    private readonly RowFileWriter _rows;
    private readonly List<Fault> _faults = [];
    private bool _committed;

    public SplitCommit(RunFolder folder, int split)
    {
        _final = folder.SplitFolder(split);
        _aside = _final + ".tmp";
        if (Directory.Exists(_aside))
            Directory.Delete(_aside, recursive: true);
        Directory.CreateDirectory(_aside);
        _rows = new RowFileWriter(RunFolder.RowsIn(_aside));
    }

    public RunStatistics Statistics { get; } = new();

    public int FaultCount => _faults.Count;

    public ValueTask AddAsync(MessageRow row, CancellationToken cancellation)
    {
        Statistics.Add(row);
        return _rows.AddAsync(row, cancellation);
    }

    public void Add(Fault fault) => _faults.Add(fault);

    public async ValueTask CommitAsync(CancellationToken cancellation)
    {
        await _rows.CompleteAsync(cancellation).ConfigureAwait(false);
        await _rows.DisposeAsync().ConfigureAwait(false);
        DurableFile.Replace(RunFolder.StatisticsIn(_aside), stream => StatisticsCodec.Write(Statistics, stream));
        DurableFile.Replace(RunFolder.FaultsIn(_aside), stream => WriteFaults(stream, _faults));
        if (Directory.Exists(_final))
            Directory.Delete(_final, recursive: true);
        DurableFile.MoveDirectory(_aside, _final);
        _committed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        if (!_committed && Directory.Exists(_aside))
            Directory.Delete(_aside, recursive: true);
    }

    internal static void WriteFaults(Stream stream, IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            JsonSerializer.Serialize(stream, fault, FaultJson);
            stream.WriteByte((byte)'\n');
        }
    }

    internal static readonly JsonSerializerOptions FaultJson = new(RunFolder.Json) { WriteIndented = false };
}
