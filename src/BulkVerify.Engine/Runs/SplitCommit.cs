using System.Text.Json;
using BulkVerify.Digests;
using BulkVerify.Engine.Stages;
using BulkVerify.Evaluation;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Runs;

/// <summary>Collects one split's rows, faults and digests in a folder aside, written by one caller; <see cref="CommitAsync"/> is one rename. Disposed without a commit,
/// the split leaves nothing behind.</summary>
internal sealed class SplitCommit : ISplitWriter
{
    internal static readonly JsonSerializerOptions FaultJson = new(RunFolder.Json) { WriteIndented = false };

    private readonly string _final;
    private readonly RowFileWriter _rows;
    private readonly Action _flushAnswers;
    private readonly List<Fault> _faults = [];
    private readonly WriteGate _gate = new();
    private readonly SplitDigests? _digests;
    private readonly SplitVerdicts? _verdicts;
    private readonly BatchCounter _counter;

    // Whether they can be counted has to be known before they are written; what they come to is counted when they are judged again.
    private readonly StatisticsStore? _waiting;
    private readonly RunTally? _run;
    private SplitRetry? _retry;
    private bool _committed;

    /// <param name="folder">Where the split goes.</param>
    /// <param name="split">Its number.</param>
    /// <param name="flushAnswers">Returns when all answers given so far are on the disk: they are before the rows that were judged by them.</param>
    /// <param name="keepDigests">True to write a file with the digests of all messages that have a row.</param>
    /// <param name="run">Gets what the rows come to but for those that are to be judged again, once the split is committed; null where that is not wanted.</param>
    /// <param name="probe">See <see cref="StageContext.Probe"/>.</param>
    /// <param name="keepVerdicts">True to write a file with what of the rows decides: where digests are, or are going to be copied.</param>
    public SplitCommit(
        RunFolder folder, int split, Action flushAnswers, bool keepDigests = false, RunTally? run = null, Action<StageKind, MessageLocator>? probe = null, bool keepVerdicts = false)
    {
        _run = run;
        _flushAnswers = flushAnswers;
        _waiting = run?.NewPart();
        _counter = new BatchCounter(run?.NewPart() ?? new StatisticsStore(folder.StatisticsAside), probe, _waiting);
        _final = folder.SplitFolder(split);
        Aside = _final + RunFolder.AsideSuffix;
        if (Directory.Exists(Aside))
            Directory.Delete(Aside, recursive: true);
        Directory.CreateDirectory(Aside);
        _rows = new RowFileWriter(RunFolder.RowsIn(Aside));
        _digests = keepDigests ? new SplitDigests(RunFolder.DigestsIn(Aside)) : null;
        _verdicts = keepDigests || keepVerdicts ? new SplitVerdicts(Aside) : null;
    }

    /// <summary>The folder that becomes the split.</summary>
    public string Aside { get; }

    /// <summary>Counts and adds the rows of a batch, its faults, and the digests of what is to be judged again. A row that cannot be counted becomes a fault of the batch.</summary>
    public ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        _counter.Count(batch);
        await _rows.AddAsync(batch.Rows, cancellation).ConfigureAwait(false);
        batch.Rows.ForEach(KeepVerdict);
        if (_digests is not null)
        {
            foreach (MessageEvaluation message in batch.Messages)
                _digests.Add(message.Digest);
        }
        KeepToRetry(batch);
        _faults.AddRange(batch.Faults);
    }, cancellation);

    /// <summary>Adds a row that is not counted.</summary>
    public ValueTask AddAsync(MessageRow row, CancellationToken cancellation) => _gate.WriteAsync(() =>
    {
        KeepVerdict(row);
        return _rows.AddAsync(row, cancellation);
    }, cancellation);

    public void Add(Fault fault) => _faults.Add(fault);

    public ValueTask CommitAsync(CancellationToken cancellation) => _gate.WriteAsync(async () =>
    {
        await _rows.CompleteAsync(cancellation).ConfigureAwait(false);
        await _rows.DisposeAsync().ConfigureAwait(false);
        if (_counter.IsSpoiled && _retry is null)
            await _counter.CountAnewAsync(RowFileReader.ReadAsync(RunFolder.RowsIn(Aside), cancellation)).ConfigureAwait(false);
        _digests?.Complete();
        _retry?.Complete();
        _verdicts?.Complete();
        new LeftOut(_counter.Statistics.Current.OutsidePeriod, _counter.Statistics.Current.NotSampled).Write(Aside);
        DurableFile.Write(RunFolder.FaultsIn(Aside), stream => WriteFaults(stream, _faults));
        SplitFiles.Seal(Aside);
        _flushAnswers();
        DurableFile.ReplaceDirectory(Aside, _final);
        _committed = true;
        if (!_counter.IsSpoiled)
            _run?.Add(_final, _counter.Statistics, isWhole: _retry is null);
    }, cancellation);

    public ValueTask DisposeAsync() => _gate.CloseAsync(async () =>
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        _digests?.Dispose();
        _retry?.Dispose();
        _verdicts?.Dispose();
        _counter.Statistics.Dispose();
        _waiting?.Dispose();
        if (!_committed && Directory.Exists(Aside))
            Directory.Delete(Aside, recursive: true);
    });

    /// <summary>Messages and rows are both in archive order.</summary>
    private void KeepToRetry(BatchInFlight batch)
    {
        int place = 0;
        foreach (MessageDigest digest in batch.Temporary)
        {
            while (batch.Rows[place].Offset != digest.Locator.Offset || batch.Rows[place].Archive != digest.Locator.Archive)
                place++;
            (_retry ??= new SplitRetry(Aside)).Add(digest, batch.Rows[place]);
        }
    }

    private void KeepVerdict(MessageRow row) => _verdicts?.Add(row);

    internal static void WriteFaults(Stream stream, IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            JsonSerializer.Serialize(stream, fault, FaultJson);
            stream.WriteByte((byte)'\n');
        }
    }
}
