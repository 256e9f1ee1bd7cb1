using System.Globalization;
using System.Text.Json;
using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Forge;

namespace BulkVerify.Throughput;

/// <summary>
/// Measures in one process and one run: the cryptographic floor, the plain loop, the pipeline on 1 to all cores, and MimeKit.
/// Usage: [--archive PATH --dns FILE] [--messages N] [--keys FILE] [--json FILE] [--no-peer] [--smoke]
/// </summary>
internal static class ThroughputCommand
{
    private const int SmokeMessages = 200;
    private const int DefaultMessages = 5_000;

    public static async Task<int> RunAsync(string[] args)
    {
        bool smoke = args.Contains("--smoke");
        string work = Directory.CreateTempSubdirectory("bulkverify-throughput-").FullName;
        try
        {
            (string archive, string zone) = Archive(args, smoke, work);
            List<Measurement> measurements = await MeasureAsync(archive, zone, work, smoke, peer: !args.Contains("--no-peer")).ConfigureAwait(false);
            Print(measurements);
            if (Value(args, "--json") is { } json)
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(measurements, new JsonSerializerOptions { WriteIndented = true }) + "\n").ConfigureAwait(false);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static (string Archive, string Zone) Archive(string[] args, bool smoke, string work)
    {
        if (Value(args, "--archive") is { } archive)
            return (archive, Value(args, "--dns") ?? Path.Combine(archive, Forger.ZoneFileName));
        int messages = Value(args, "--messages") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : smoke ? SmokeMessages : DefaultMessages;
        string forged = Path.Combine(work, "forged");
        Console.Error.WriteLine($"forging {messages} messages ...");
        ForgeOptions options = smoke
            ? ForgeOptions.Small(forged, messages, Value(args, "--keys"))
            : new ForgeOptions { OutputFolder = forged, Messages = messages, KeysFile = Value(args, "--keys") };
        Forger.Run(options, TimeProvider.System);
        return (forged, Path.Combine(forged, Forger.ZoneFileName));
    }

    private static async Task<List<Measurement>> MeasureAsync(string archive, string zone, string work, bool smoke, bool peer)
    {
        var options = new VerifyOptions { Paths = [archive], Dns = zone };
        using RunDns dns = RunDns.Open(DnsSource.TryParse(zone, out _)!, null, TimeProvider.System);
        FloorWork floor = await FloorWork.CollectAsync(options, dns).ConfigureAwait(false);
        List<Measurement> measurements = [Best(smoke, () => floor.Measure())];
        measurements.Add(await BestAsync(smoke, () => ReferenceAsync(options, dns, floor)).ConfigureAwait(false));
        for (int threads = 1; threads <= Environment.ProcessorCount; threads++)
        {
            int width = threads;
            measurements.Add(await BestAsync(smoke, () => PipelineAsync(options, width, work, floor)).ConfigureAwait(false));
        }
        if (peer)
            measurements.Add(MimeKitPeer.Measure(archive, dns.View, floor));
        return measurements;
    }

    private static Task<Measurement> ReferenceAsync(VerifyOptions options, RunDns dns, FloorWork floor) =>
        Measurement.OfAsync("plain loop, 1 thread", floor, async () =>
            await ReferenceRunner.RunAsync(options, new EngineOptions(), dns, TimeProvider.System, _ => { }, CancellationToken.None).ConfigureAwait(false));

    private static Task<Measurement> PipelineAsync(VerifyOptions options, int threads, string work, FloorWork floor)
    {
        string run = Path.Combine(work, Guid.NewGuid().ToString("N"));
        return Measurement.OfAsync(string.Create(CultureInfo.InvariantCulture, $"pipeline to Parquet, {threads} thread{(threads == 1 ? "" : "s")}"), floor, async () =>
            await new BulkVerifier(options, new EngineOptions { Threads = threads }, TimeProvider.System)
                .RunAsync(new RunFolder(run), null, null, CancellationToken.None, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>The best of three by CPU time: other work on the machine only ever adds.</summary>
    private static async Task<Measurement> BestAsync(bool smoke, Func<Task<Measurement>> measure)
    {
        Measurement best = await measure().ConfigureAwait(false);
        for (int i = 0; !smoke && i < 2; i++)
        {
            Measurement next = await measure().ConfigureAwait(false);
            best = next.CpuSeconds < best.CpuSeconds ? next : best;
        }
        return best;
    }

    private static Measurement Best(bool smoke, Func<Measurement> measure) => BestAsync(smoke, () => Task.FromResult(measure())).GetAwaiter().GetResult();

    private static void Print(List<Measurement> measurements)
    {
        double floor = measurements[0].CpuPerThousand;
        Console.WriteLine($"{"",-32}{"msg/s",10}{"MB/s",8}{"sig/s",10}{"CPU s/1000",12}{"x floor",9}{"kB/msg",9}{"peak MB",9}");
        foreach (Measurement m in measurements)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Name,-32}{m.MessagesPerSecond,10:N0}{m.MegabytesPerSecond,8:N0}{m.SignaturesPerSecond,10:N0}{m.CpuPerThousand,12:0.0000}{m.CpuPerThousand / floor,9:0.00}{m.AllocatedPerMessage / 1000,9:0.0}{m.PeakMegabytes,9:N0}"));
    }

    private static string? Value(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
