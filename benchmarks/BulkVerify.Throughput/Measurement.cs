using System.Diagnostics;

namespace BulkVerify.Throughput;

/// <summary>What one way of working cost for the whole archive.</summary>
internal sealed record Measurement(string Name, int Messages, long Bytes, int Signatures, double Seconds, double CpuSeconds, long AllocatedBytes, long PeakBytes, int Collections)
{
    public double MessagesPerSecond => Messages / Seconds;

    public double MegabytesPerSecond => Bytes / 1e6 / Seconds;

    public double SignaturesPerSecond => Signatures / Seconds;

    public double CpuPerThousand => CpuSeconds * 1000 / Messages;

    public double AllocatedPerMessage => (double)AllocatedBytes / Messages;

    public double PeakMegabytes => PeakBytes / 1e6;

    public static async Task<Measurement> OfAsync(string name, FloorWork work, Func<Task> run)
    {
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int collections = GC.CollectionCount(0);
        long started = Stopwatch.GetTimestamp();
        await run().ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return new Measurement(
            name, work.Messages, work.Bytes, work.Signatures, seconds, (process.TotalProcessorTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated, process.PeakWorkingSet64, GC.CollectionCount(0) - collections);
    }
}
