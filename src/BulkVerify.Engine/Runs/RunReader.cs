using System.Runtime.CompilerServices;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Dns;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.Runs;

/// <summary>Reads a run folder: rows, merged statistics, faults. Needs nothing but the folder.</summary>
public sealed class RunReader
{
    /// <summary>Octets of dns.zone that are held in memory, where they take three times as many.</summary>
    private const long MaxZoneInMemory = 16 << 20;

    private readonly RunFolder _folder;
    private SummaryContext? _context;
    private RunStatistics? _statistics;
    private IDatedView? _zone;

    private RunReader(RunFolder folder, RunManifest manifest)
    {
        _folder = folder;
        Manifest = manifest;
    }

    public RunManifest Manifest { get; }

    /// <summary>The run's options, with their files where this process reaches them.</summary>
    public VerifyOptions Options => field ??= Manifest.Options.From(new RunDirectory(Manifest.Directory));

    public RunFolder Folder => _folder;

    /// <summary>Null when the folder holds no run.</summary>
    /// <exception cref="InvalidDataException">The run is damaged or of another version.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="notice">See <see cref="Notice"/>.</param>
    public static RunReader? TryOpen(string path, Action<string>? notice = null)
    {
        var folder = new RunFolder(path);
        return folder.ReadManifest() is { } manifest ? new RunReader(folder, manifest) { Notice = notice ?? (static _ => { }) } : null;
    }

    internal static RunReader Of(RunFolder folder, RunManifest manifest) => new(folder, manifest);

    /// <summary>Told what does not change any answer, in words for people; nobody by default.</summary>
    public Action<string> Notice { get; init; } = static _ => { };

    /// <summary>The answers that the run used, opened once; what it did not ask is not recorded. Few are held in memory, of many those that were read lately.</summary>
    /// <exception cref="InvalidDataException">dns.zone is missing or damaged.</exception>
    public IDatedView ReadZone()
    {
        if (_zone is not null)
            return _zone;
        string file = AnswersFile();
        return _zone = new FileInfo(file).Length > MaxZoneInMemory ? RecordedView.Open(file) : ZoneSource.Load(file).View;
    }

    /// <summary>The path of dns.zone.</summary>
    /// <inheritdoc cref="ReadZone"/>
    public string AnswersFile()
    {
        if (!File.Exists(_folder.DnsFile))
            throw DamagedFile.Missing(_folder.DnsFile);
        Manifest.Answers?.Check(_folder.DnsFile, mayHaveGrown: true);
        return _folder.DnsFile;
    }

    /// <summary>The path of the run's overlay; null where it has none.</summary>
    /// <exception cref="InvalidDataException">overlay.zone is missing or damaged.</exception>
    public string? OverlayFile()
    {
        Manifest.Overlay?.Check(_folder.OverlayFile);
        return Manifest.Overlay is null ? null : _folder.OverlayFile;
    }

    /// <summary>What the run reads; null before it was planned.</summary>
    /// <exception cref="InvalidDataException">plan.json is damaged.</exception>
    public ArchivePlan? ReadPlan() => _folder.ReadPlan(Manifest);

    /// <summary>The row files of all committed splits, in the order of the rows.</summary>
    /// <exception cref="InvalidDataException">One is missing or damaged.</exception>
    public IReadOnlyList<string> RowFiles() => [.. _folder.CommittedSplits().Select(s => new SplitFiles(s).Rows())];

    /// <summary>Statistics of all committed splits, whole: as large as the mail makes them. Of a run that was cut off they are counted from its rows.</summary>
    public async ValueTask<RunStatistics> ReadStatisticsAsync(CancellationToken cancellation = default) =>
        await ReadStatisticsAsync(StatisticsCodec.Read, cancellation).ConfigureAwait(false);

    /// <summary>The same, with as many streams told apart as a summary does: read once, the same object afterwards.</summary>
    /// <param name="context">That of the summary.</param>
    /// <param name="cancellation">Ends the work between rows.</param>
    public async ValueTask<RunStatistics> ReadStatisticsAsync(SummaryContext context, CancellationToken cancellation = default)
    {
        if (_statistics is null || _context is null || !_context.TellsApartAs(context))
            (_statistics, _context) = (await ReadStatisticsAsync(file => SummaryStatistics.Read(file, context), cancellation).ConfigureAwait(false), context);
        return _statistics;
    }

    /// <summary>Counts rows of the run that are chosen among; the caller disposes it.</summary>
    public StatisticsStore NewStatistics() => new(_folder.StatisticsAside);

    private async ValueTask<RunStatistics> ReadStatisticsAsync(Func<Stream, RunStatistics> read, CancellationToken cancellation)
    {
        if (File.Exists(_folder.StatisticsFile))
        {
            try
            {
                await using FileStream file = File.OpenRead(_folder.StatisticsFile);
                return read(file);
            }
            catch (InvalidDataException e)
            {
                Notice($"{_folder.StatisticsFile}: is damaged ({e.Message}); the rows are counted anew, which takes longer and gives the same.");
            }
        }
        using var tally = new RunTally(_folder);
        await using Stream counted = (await tally.TotalAsync(cancellation).ConfigureAwait(false)).ToStream();
        return read(counted);
    }

    /// <summary>All rows: splits by number, rows by offset within.</summary>
    public async IAsyncEnumerable<MessageRow> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (string split in _folder.CommittedSplits())
        {
            await foreach (MessageRow row in RowFileReader.ReadAsync(new SplitFiles(split).Rows(), cancellation).ConfigureAwait(false))
                yield return row;
        }
    }

    /// <summary>Faults of all committed splits; those of planning are in the plan.</summary>
    public IEnumerable<Fault> ReadFaults()
    {
        foreach (string split in _folder.CommittedSplits())
        {
            foreach (Fault fault in ReadFaults(new SplitFiles(split)))
                yield return fault;
        }
    }

    /// <summary>Faults of one split.</summary>
    internal static IEnumerable<Fault> ReadFaults(SplitFiles split)
    {
        foreach (string line in File.ReadLines(split.Faults()))
            yield return JsonSerializer.Deserialize<Fault>(line, SplitCommit.FaultJson)!;
    }
}
