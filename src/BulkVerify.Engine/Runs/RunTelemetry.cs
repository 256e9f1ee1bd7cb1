using System.Text.Json;

namespace BulkVerify.Engine.Runs;

/// <summary>telemetry.json: times, rates and DNS counters, which differ from run to run and therefore stand in no summary.</summary>
internal static class RunTelemetry
{
    public static void Write(RunFolder folder, RunOutcome outcome)
    {
        double seconds = Math.Max(outcome.Elapsed.TotalSeconds, 1e-6);
        var telemetry = new
        {
            outcome.Elapsed.TotalSeconds,
            outcome.Counts.Messages,
            outcome.Counts.Bytes,
            MessagesPerSecond = outcome.Counts.Messages / seconds,
            BytesPerSecond = outcome.Counts.Bytes / seconds,
            PeakWorkingSet = Environment.WorkingSet,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            outcome.OutstandingSlabs,
            outcome.Resolver,
        };
        DurableFile.Replace(folder.TelemetryFile, stream => JsonSerializer.Serialize(stream, telemetry, RunFolder.Json));
    }
}
