using System.Diagnostics;
using System.Text.Json;

namespace BulkVerify.Engine.Runs;

/// <summary>telemetry.json: times, rates and DNS counters, which differ from run to run and therefore stand in no summary.</summary>
internal static class RunTelemetry
{
    public static void Write(RunFolder folder, RunOutcome outcome)
    {
        double seconds = Math.Max(outcome.Elapsed.TotalSeconds, 1e-6);
        using var process = Process.GetCurrentProcess();
        var telemetry = new
        {
            outcome.Elapsed.TotalSeconds,
            outcome.Counts.Messages,
            outcome.Counts.Bytes,
            MessagesPerSecond = outcome.Counts.Messages / seconds,
            BytesPerSecond = outcome.Counts.Bytes / seconds,
            PeakWorkingSet = process.PeakWorkingSet64,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            outcome.OutstandingSlabs,
            DnsWaitSeconds = outcome.Waited.TotalSeconds,
            DnsWaitShare = Math.Min(1, outcome.Waited.TotalSeconds / seconds),
            JudgedAgain = outcome.LastPass.Messages,
            StillTemporary = outcome.LastPass.StillTemporary,
            Dns = outcome.Dns is { } dns ? Shape(dns) : null,
        };
        DurableFile.Replace(folder.TelemetryFile, stream => JsonSerializer.Serialize(stream, telemetry, RunFolder.Json));
    }

    private static object Shape(DnsProgress dns) => new
    {
        dns.Lookups,
        dns.CachedShare,
        dns.Resolver.Questions,
        dns.Resolver.Hits,
        dns.Resolver.Joined,
        dns.Resolver.Answered,
        dns.Resolver.Temporary,
        dns.Resolver.Sent,
        dns.Resolver.Retries,
        dns.Resolver.TimedOut,
        Servers = dns.Resolver.Servers.Select(s => new
        {
            Server = s.Server.ToString(),
            s.Sent,
            s.Answered,
            s.TimedOut,
            s.Failed,
            MeanSeconds = s.Answered + s.Failed == 0 ? (double?)null : s.TotalTime.TotalSeconds / (s.Answered + s.Failed),
        }).ToArray(),
    };
}
