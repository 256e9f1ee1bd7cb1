using System.Text.Json;
using BulkVerify.Engine.Resolving;

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
            Resolver = outcome.Resolver is { } resolver ? Shape(resolver) : null,
        };
        DurableFile.Replace(folder.TelemetryFile, stream => JsonSerializer.Serialize(stream, telemetry, RunFolder.Json));
    }

    private static object Shape(ResolverStatistics resolver) => new
    {
        resolver.Questions,
        resolver.Hits,
        resolver.Joined,
        resolver.Answered,
        resolver.Temporary,
        resolver.Retries,
        Servers = resolver.Servers.Select(s => new { Server = s.Server.ToString(), s.Sent, s.Answered, s.TimedOut, s.Failed, TotalSeconds = s.TotalTime.TotalSeconds }).ToArray(),
    };
}
