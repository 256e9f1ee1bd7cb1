using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BulkVerify.Engine;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Forge;

namespace BulkVerify.Throughput;

/// <summary>Measures in one process and one run: the cryptographic floor, the plain loop, the pipeline on 1 to all cores, and MimeKit.</summary>
internal static class ThroughputCommand
{
    private const int SmokeMessages = 200;

    private static readonly string[] Parts = ["loop", "pipeline", "peer", "stages"];

    private static readonly Option<string?> Archive = new("--archive") { HelpName = "PATH", Description = "Archives to measure. Default: forged ones." };

    private static readonly Option<string?> Zone = new("--dns") { HelpName = "FILE", Description = "Their zone. Default: dns.zone beside them." };

    private static readonly Option<int> Messages = new("--messages") { HelpName = "N", Description = "Messages to forge.", DefaultValueFactory = _ => 5_000 };

    private static readonly Option<bool> Small = new("--small") { Description = "Forges messages of 2 KiB with two RSA-2048 signatures each." };

    private static readonly Option<string?> Keys = new("--keys") { HelpName = "FILE", Description = "Key pool of what is forged: kept in this file, so that a second run begins quickly." };

    private static readonly Option<string?> JsonFile = new("--json") { HelpName = "FILE", Description = "Writes the numbers there, too." };

    private static readonly Option<string> Only = new("--only")
    {
        HelpName = "PARTS",
        Description = "Some of loop, pipeline, peer and stages, with commas between. The floor is always measured, because all else is a ratio to it.",
        DefaultValueFactory = _ => "loop,pipeline,peer",
    };

    private static readonly Option<bool> Stages = new("--stages") { Description = "Measures the share of each stage, too." };

    private static readonly Option<bool> NoPeer = new("--no-peer") { Description = "Leaves MimeKit out: it takes most of the time." };

    private static readonly Option<bool> Smoke = new("--smoke") { Description = $"Tries everything once on {SmokeMessages} small messages: whether it runs, not how fast." };

    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Measures what verifying costs, as ratios to the cryptography alone.\n\n" +
            "Examples:\n" +
            "  BulkVerify.Throughput --stages\n" +
            "  BulkVerify.Throughput --archive forged --only loop --stages --json stages.json")
        {
            Archive, Zone, Messages, Small, Keys, JsonFile, Only, Stages, NoPeer, Smoke,
        };
        Check(Archive, path => File.Exists(path) || Directory.Exists(path), "there is no such file or folder");
        Check(Zone, File.Exists, "there is no such file");
        Check(Messages, count => int.TryParse(count, out int messages) && messages > 0, "has to be a number from 1 on");
        Check(Only, parts => parts.Split(',').All(Parts.Contains), $"takes some of {string.Join(", ", Parts)}");
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(Option option, Func<string, bool> isRight, string why) => option.Validators.Add(given =>
    {
        foreach (string wrong in given.Tokens.Select(t => t.Value).Where(v => !isRight(v)))
            given.AddError($"{option.Name} {wrong}: {why}");
    });

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        bool smoke = args.GetValue(Smoke);
        string work = Directory.CreateTempSubdirectory("bulkverify-throughput-").FullName;
        try
        {
            (string archive, string zone) = ArchiveOf(args, smoke, work);
            (List<Measurement> measurements, StageBreakdown? stages, List<StageCost> costs) = await MeasureAsync(archive, zone, work, smoke, PartsOf(args)).ConfigureAwait(false);
            Print(measurements);
            if (stages is not null)
                PrintStages(stages, costs, measurements[0]);
            if (args.GetValue(JsonFile) is { } json)
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { measurements, stages = costs }, new JsonSerializerOptions { WriteIndented = true }) + "\n", cancellation).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static HashSet<string> PartsOf(ParseResult args)
    {
        HashSet<string> parts = [.. args.GetValue(Only)!.Split(',')];
        if (args.GetValue(Stages))
            parts.Add("stages");
        if (args.GetValue(NoPeer))
            parts.Remove("peer");
        return parts;
    }

    private static (string Archive, string Zone) ArchiveOf(ParseResult args, bool smoke, string work)
    {
        if (args.GetValue(Archive) is { } archive)
            return (archive, args.GetValue(Zone) ?? Path.Combine(archive, Forger.ZoneFileName));
        int messages = smoke ? SmokeMessages : args.GetValue(Messages);
        string forged = Path.Combine(work, "forged");
        Console.Error.WriteLine($"forging {messages} messages ...");
        ForgeOptions options = smoke || args.GetValue(Small)
            ? ForgeOptions.Small(forged, messages, args.GetValue(Keys))
            : new ForgeOptions { OutputFolder = forged, Messages = messages, KeysFile = args.GetValue(Keys) };
        Forger.Run(options, TimeProvider.System);
        return (forged, Path.Combine(forged, Forger.ZoneFileName));
    }

    private static async Task<(List<Measurement>, StageBreakdown?, List<StageCost>)> MeasureAsync(string archive, string zone, string work, bool smoke, HashSet<string> parts)
    {
        var options = new VerifyOptions { Paths = [archive], Dns = zone };
        using RunDns dns = RunDns.Open(DnsSource.TryParse(zone, out _)!, null, TimeProvider.System);
        FloorWork floor = await FloorWork.CollectAsync(options, dns).ConfigureAwait(false);
        await LoopAsync(options, dns).ConfigureAwait(false);
        floor.Questions = dns.Answers.Count;
        List<Measurement> measurements = [Best(smoke, () => floor.Measure())];
        if (parts.Contains("loop"))
            measurements.Add(await BestAsync(smoke, () => Measurement.OfAsync("plain loop, 1 thread", floor, () => LoopAsync(options, dns))).ConfigureAwait(false));
        for (int threads = 1; parts.Contains("pipeline") && threads <= Environment.ProcessorCount; threads++)
        {
            int width = threads;
            measurements.Add(await BestAsync(smoke, () => PipelineAsync(options, width, work, floor)).ConfigureAwait(false));
        }
        if (parts.Contains("peer"))
            measurements.Add(MimeKitPeer.Measure(archive, dns.View, floor));
        StageBreakdown? stages = parts.Contains("stages") ? new StageBreakdown(options, dns, work) : null;
        return (measurements, stages, stages is null ? [] : await stages.MeasureAsync().ConfigureAwait(false));
    }

    private static async Task LoopAsync(VerifyOptions options, RunDns dns) =>
        await ReferenceRunner.RunAsync(options, new EngineOptions(), dns, TimeProvider.System, _ => { }, probe: null, reusesRows: true, CancellationToken.None).ConfigureAwait(false);

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
        Console.WriteLine($"{"",-30}{"msg/s",8}{"MB/s",7}{"sig/s",8}{"DNS/s",8}{"CPU s/1000",11}{"x floor",8}{"kB/msg",7}{"GC 0/1/2",11}{"peak MB",8}");
        foreach (Measurement m in measurements)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Name,-30}{m.MessagesPerSecond,8:N0}{m.MegabytesPerSecond,7:N0}{m.SignaturesPerSecond,8:N0}{m.QuestionsPerSecond,8:N0}{m.CpuPerThousand,11:0.0000}{m.CpuPerThousand / floor,8:0.00}{m.AllocatedPerMessage / 1000,7:0.0}{string.Join('/', m.Collections),11}{m.PeakMegabytes,8:N0}"));
    }

    private static void PrintStages(StageBreakdown stages, List<StageCost> costs, Measurement floor)
    {
        double all = costs.Sum(c => c.CpuSeconds);
        Console.WriteLine($"\n{"stage, 1 thread",-30}{"us/msg",9}{"share",8}{"x floor",9}{"B/msg",9}");
        foreach (StageCost c in costs.Append(new StageCost("all", all, costs.Sum(c => c.AllocatedBytes))))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{c.Name,-30}{c.CpuSeconds * 1e6 / stages.Messages,9:0.00}{c.CpuSeconds / all,8:0.0%}{c.CpuSeconds / floor.CpuSeconds,9:0.00}{c.AllocatedBytes / stages.Messages,9:N0}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(double)stages.Lookups / stages.Messages:0.00} DNS look-ups a message, {floor.Questions} distinct questions"));
    }
}
