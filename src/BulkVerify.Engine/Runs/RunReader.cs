using System.Runtime.CompilerServices;
using System.Text.Json;
using BulkVerify.Dns;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Reads a run folder: rows, merged statistics, faults. Needs nothing but the folder.</summary>
public sealed class RunReader
{
    private readonly RunFolder _folder;
    private RunStatistics? _statistics;

    private RunReader(RunFolder folder, RunManifest manifest)
    {
        _folder = folder;
        Manifest = manifest;
    }

    public RunManifest Manifest { get; }

    public RunFolder Folder => _folder;

    /// <summary>Null when the folder holds no run.</summary>
    /// <exception cref="InvalidDataException">The run is damaged or of another version.</exception>
    public static RunReader? TryOpen(string path)
    {
        var folder = new RunFolder(path);
        return folder.ReadManifest() is { } manifest ? new RunReader(folder, manifest) : null;
    }

    /// <summary>A reader of a run whose statistics are at hand.</summary>
    internal static RunReader Of(RunFolder folder, RunManifest manifest, RunStatistics statistics) => new(folder, manifest) { _statistics = statistics };

    /// <summary>The answers that the run used; what it did not ask is not recorded.</summary>
    public ZoneView ReadZone() => ZoneSource.Load(_folder.DnsFile).View;

    /// <summary>Statistics of all committed splits: read once, the same object afterwards. Of a run that was cut off they are counted from its rows.</summary>
    public async ValueTask<RunStatistics> ReadStatisticsAsync(CancellationToken cancellation = default) => _statistics ??= File.Exists(_folder.StatisticsFile)
        ? ReadStatistics(_folder.StatisticsFile)
        : await new RunTally().TotalAsync(_folder, cancellation).ConfigureAwait(false);

    internal static RunStatistics ReadStatistics(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return StatisticsCodec.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw DamagedFile.Of(path, e);
        }
    }

    /// <summary>All rows: splits by number, rows by offset within.</summary>
    public async IAsyncEnumerable<MessageRow> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (string split in _folder.CommittedSplits())
        {
            await foreach (MessageRow row in RowFileReader.ReadAsync(RunFolder.RowsIn(split), cancellation).ConfigureAwait(false))
                yield return row;
        }
    }

    /// <summary>Faults of all committed splits; those of planning are in the plan.</summary>
    public IEnumerable<Fault> ReadFaults()
    {
        foreach (string split in _folder.CommittedSplits())
        {
            foreach (Fault fault in ReadFaults(split))
                yield return fault;
        }
    }

    /// <summary>Faults of one split.</summary>
    internal static IEnumerable<Fault> ReadFaults(string splitFolder)
    {
        foreach (string line in File.ReadLines(RunFolder.FaultsIn(splitFolder)))
            yield return JsonSerializer.Deserialize<Fault>(line, SplitCommit.FaultJson)!;
    }
}
