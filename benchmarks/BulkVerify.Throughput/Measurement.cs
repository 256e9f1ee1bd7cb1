using System.Diagnostics;

namespace BulkVerify.Throughput;

/// <summary>What one way of working cost for the whole archive.</summary>
internal sealed record Measurement(string Name, int Messages, long Bytes, int Signatures, double Seconds, double CpuSeconds, long AllocatedBytes, long PeakBytes, int[] Collections, int Questions)
{
    public double MessagesPerSecond => Messages / Seconds;

    public double MegabytesPerSecond => Bytes / 1e6 / Seconds;

    public double SignaturesPerSecond => Signatures / Seconds;

    public double CpuPerThousand => CpuSeconds * 1000 / Messages;

    public double AllocatedPerMessage => (double)AllocatedBytes / Messages;

    public double PeakMegabytes => PeakBytes / 1e6;

    /// <summary>Distinct DNS questions of the archive that were answered in a second.</summary>
    public double QuestionsPerSecond => Questions / Seconds;

    public static async Task<Measurement> OfAsync(string name, FloorWork work, Func<Task> run)
    {
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        double cpu = ProcessorTime.Now;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        int[] collections = Collected();
        long started = Stopwatch.GetTimestamp();
        await run().ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return new Measurement(
            name, work.Messages, work.Bytes, work.Signatures, seconds, ProcessorTime.Now - cpu,
            GC.GetTotalAllocatedBytes(precise: true) - allocated, process.PeakWorkingSet64, [.. Collected().Zip(collections, (after, before) => after - before)], work.Questions);
    }

    /// <summary>Collections so far by generation.</summary>
    private static int[] Collected() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];
}
