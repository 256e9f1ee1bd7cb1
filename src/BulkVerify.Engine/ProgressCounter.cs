using BulkVerify.Archives;
using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine;

/// <summary>Counts what the batches of a run come to and tells whoever watches. Safe for all threads.</summary>
/// <param name="plan">What will be read; the bytes of compressed archives are not known before.</param>
/// <param name="watcher">Told after every batch, from any thread; null for nobody.</param>
internal sealed class ProgressCounter(ArchivePlan plan, Action<RunProgress>? watcher)
{
    private readonly long? _totalBytes = plan.Inputs.All(i => i.Kind is ContentKind.Mbox or ContentKind.Message) ? plan.TotalBytes : null;
    private long _bytes;
    private long _messages;
    private long _faults;
    private long _judgedAgain;
    private long _stillTemporary;

    /// <summary>Messages that the last pass judged.</summary>
    public long JudgedAgain => Volatile.Read(ref _judgedAgain);

    /// <summary>Those of them that met a temporary error once more.</summary>
    public long StillTemporary => Volatile.Read(ref _stillTemporary);

    public void Count(BatchInFlight batch, DnsProgress? dns)
    {
        Interlocked.Add(ref _bytes, batch.FramedBytes);
        Interlocked.Add(ref _messages, batch.Rows.Count);
        Interlocked.Add(ref _faults, batch.Faults.Count);
        Report(dns);
    }

    public void CountAgain(BatchInFlight batch, DnsProgress? dns)
    {
        Interlocked.Add(ref _judgedAgain, batch.Rows.Count);
        Interlocked.Add(ref _stillTemporary, batch.Temporary.Count);
        Report(dns);
    }

    private void Report(DnsProgress? dns) =>
        watcher?.Invoke(new RunProgress(Volatile.Read(ref _bytes), _totalBytes, Volatile.Read(ref _messages), Volatile.Read(ref _faults), JudgedAgain, dns));
}
