using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Akka.Actor;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Actors;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>The front door: verifies archives into a run folder with a private actor system. One run at a time per instance.</summary>
public sealed class BulkVerifier(VerifyOptions options, EngineOptions engine, TimeProvider time)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private long _bytes;
    private long _messages;
    private long _faults;

    /// <summary>Version of the program, as run.json records it.</summary>
    public static string ProgramVersion { get; } =
        typeof(BulkVerifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>See <see cref="StageContext.Probe"/>.</summary>
    internal Action<StageKind, MessageLocator>? Probe { get; init; }

    /// <summary>SHA-256 over the options that decide rows.</summary>
    public static string HashOf(VerifyOptions options) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(options, RunFolder.Json)));

    /// <summary>Plans and starts a run in an empty folder, or goes on with an unfinished one of the same options.</summary>
    /// <param name="folder">The run folder; exists already when the run is resumed.</param>
    /// <param name="planned">Told the plan before anything is read.</param>
    /// <param name="progress">Told how far the run is, from any thread, after every batch.</param>
    /// <param name="drain">When cancelled, the splits in hand are finished and no more begun.</param>
    /// <param name="abort">When cancelled, everything stops; splits not committed leave nothing behind.</param>
    public async Task<RunOutcome> RunAsync(RunFolder folder, Action<ArchivePlan, RunDns>? planned, Action<RunProgress>? progress, CancellationToken drain, CancellationToken abort)
    {
        long started = time.GetTimestamp();
        DnsSource source = DnsSource.TryParse(options.Dns, out string? error) ?? throw new InvalidDataException(error);
        folder.Create();
        using RunDns dns = RunDns.Open(source, folder.DnsFile, time);
        RunManifest manifest = Manifest(folder, dns);
        ArchivePlan plan = LoadOrPlan(folder, abort);
        folder.WriteManifest(manifest);
        planned?.Invoke(plan, dns);

        var slabs = new SlabPool(engine.MemoryBytes / 2);
        (JobActor.Finished job, ResolverStatistics? resolver) = await RunJobAsync(folder, plan, dns, slabs, progress, drain, abort).ConfigureAwait(false);
        dns.Answers.Flush();
        bool finished = job.RemainingSplits == 0 && job.Failure is null && !abort.IsCancellationRequested;
        WriteSummary(folder, plan);
        if (finished)
            folder.WriteManifest(manifest with { State = RunState.Finished, FinishedAt = time.GetUtcNow() });
        var outcome = new RunOutcome(plan, job.Counts, finished, job.RemainingSplits, job.Failure, slabs.Outstanding, time.GetElapsedTime(started), resolver);
        RunTelemetry.Write(folder, outcome);
        return outcome;
    }

    /// <summary>Writes summary.json, summary.csv and faults.jsonl from what is committed; equal rows give equal bytes.</summary>
    public static Summary WriteSummary(RunFolder folder, ArchivePlan plan)
    {
        RunReader reader = RunReader.TryOpen(folder.Root) ?? throw new InvalidDataException($"{folder.Root} holds no run.");
        List<Fault> faults = [.. plan.Faults, .. reader.ReadFaults()];
        Summary summary = Summary.From(reader.ReadStatistics(), faults, RunSetup.Summaries(reader.Manifest.Options));
        DurableFile.Replace(folder.SummaryJson, stream => SummaryJson.Write(summary, stream));
        DurableFile.Replace(folder.SummaryCsv, stream => SummaryCsv.Write(summary, stream));
        DurableFile.Replace(folder.FaultsFile, stream => SplitCommit.WriteFaults(stream, faults));
        return summary;
    }

    private RunManifest Manifest(RunFolder folder, RunDns dns) => folder.ReadManifest() ?? new RunManifest
    {
        Options = options,
        OptionsHash = HashOf(options),
        ProgramVersion = ProgramVersion,
        DnsProvenance = dns.Provenance,
        StartedAt = time.GetUtcNow(),
    };

    private ArchivePlan LoadOrPlan(RunFolder folder, CancellationToken abort)
    {
        if (File.Exists(folder.PlanFile))
        {
            using FileStream file = File.OpenRead(folder.PlanFile);
            return ArchivePlan.Read(file);
        }
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), abort);
        DurableFile.Replace(folder.PlanFile, plan.Write);
        return plan;
    }

    private async Task<(JobActor.Finished, ResolverStatistics?)> RunJobAsync(
        RunFolder folder, ArchivePlan plan, RunDns dns, SlabPool slabs, Action<RunProgress>? progress, CancellationToken drain, CancellationToken abort)
    {
        int[] splits = [.. plan.Splits.Select(s => s.Id).Where(id => !folder.IsCommitted(id))];
        if (splits.Length == 0)
            return (new JobActor.Finished(SplitCounts.Zero, 0, 0, null), null);
        using ActorSystem system = ActorSystem.Create("bulkverify", EngineConfig.For(engine.Threads));
        SplitPipeline? pipeline = null;
        try
        {
            ResolverPool? resolvers = StartResolvers(system, dns);
            var asking = new AskStage(resolvers is null ? null : (questions, stop) => resolvers.AskAsync(questions, stop));
            int width = Math.Min(engine.Threads, splits.Length);
            IActorRef workers = system.ActorOf(StageWorkerActor.Pool(RunSetup.Stages(options, dns, time, Probe), engine.Threads), "workers");
            pipeline = new SplitPipeline(
                plan, folder, slabs, RunSetup.Reading(options, engine), workers, asking, PipelineWidth.For(engine, width), options.KeepDigests, batch => Report(batch, plan, asking, progress), Probe);
            IActorRef job = system.ActorOf(JobActor.Props(pipeline, width), "job");
            using CancellationTokenRegistration draining = drain.Register(() => job.Tell(new JobActor.Drain()));
            JobActor.Finished finished = await job.Ask<JobActor.Finished>(new JobActor.Start(splits), Timeout.InfiniteTimeSpan, abort).ConfigureAwait(false);
            return (finished, resolvers?.Statistics);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            return (new JobActor.Finished(SplitCounts.Zero, 0, splits.Length, null), null);
        }
        finally
        {
            await system.Terminate().WaitAsync(StopTimeout, CancellationToken.None).ConfigureAwait(false);
            if (pipeline is not null)
                await pipeline.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ResolverPool? StartResolvers(ActorSystem system, RunDns dns)
    {
        if (!dns.Source.IsLive)
            return null;
        IReadOnlyList<System.Net.IPEndPoint> servers = dns.Source.FindServers();
        if (servers.Count == 0)
            throw new InvalidDataException("--dns live: this machine has no resolver set; name one, such as --dns 9.9.9.9:53.");
        return ResolverPool.Start(system, dns.Answers, new ResolverOptions { Servers = servers, QueriesPerSecond = engine.DnsQueriesPerSecond });
    }

    private void Report(BatchInFlight batch, ArchivePlan plan, AskStage asking, Action<RunProgress>? progress)
    {
        long bytes = Interlocked.Add(ref _bytes, batch.FramedBytes);
        long messages = Interlocked.Add(ref _messages, batch.Rows.Count);
        long faults = Interlocked.Add(ref _faults, batch.Faults.Count);
        progress?.Invoke(new RunProgress(bytes, plan.Inputs.All(IsPlain) ? plan.TotalBytes : null, messages, faults, asking.Waiting));
    }

    private static bool IsPlain(ArchiveInput input) => input.Kind is ContentKind.Mbox or ContentKind.Message;
}
