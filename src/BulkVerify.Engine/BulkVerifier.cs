using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Repairs;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>The front door: verifies archives into a run folder with a private actor system. One run at a time per instance.</summary>
public sealed class BulkVerifier(VerifyOptions options, EngineOptions engine, TimeProvider time)
{
    /// <summary>Version of the program, as run.json records it.</summary>
    public static string ProgramVersion { get; } =
        typeof(BulkVerifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>See <see cref="StageContext.Probe"/>.</summary>
    internal Action<StageKind, MessageLocator>? Probe { get; init; }

    /// <summary>See <see cref="StageContext.Records"/>.</summary>
    internal BatchRecordPool Records { get; init; } = new();

    /// <summary>Changes how live DNS is asked; tests shorten the waiting.</summary>
    internal Func<ResolverOptions, ResolverOptions> Resolving { get; init; } = resolving => resolving;

    /// <summary>See <see cref="StatisticsStore"/>; tests make it small.</summary>
    internal int GroupsInMemory { get; init; } = StatisticsStore.DefaultMaxGroups;

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
        DnsSource source = OptionValues.Dns(options);
        await using var system = new RunSystem(engine.Threads);
        BeginStart(folder, system);
        folder.Create();
        RunManifest? begun = folder.ReadManifest();
        begun?.Answers?.Check(folder.DnsFile, mayHaveGrown: true);
        using RunDns dns = RunDns.Open(source, folder.DnsFile, time, Overlay(folder, begun));
        folder.Recover();
        using RunTally tally = RunTally.Open(folder, GroupsInMemory);
        ArchivePlan plan = LoadOrPlan(folder, begun, abort);
        RunManifest manifest = begun ?? Manifest(folder, dns);
        folder.WriteManifest(manifest);
        planned?.Invoke(plan, dns);

        var slabs = new SlabPool(engine.MemoryBytes / 2);
        var counter = new ProgressCounter(plan, progress);
        JobEnd job = await RunJobAsync(system, folder, plan, dns, slabs, tally, counter, drain, abort).ConfigureAwait(false);
        dns.Answers.Flush();
        manifest = manifest with { Answers = FileChecksum.Of(folder.DnsFile) };
        folder.WriteManifest(manifest);
        if (options.RecordFile is { } record)
            DurableFile.Replace(record, dns.Answers.WriteTo);
        int[] remaining = [.. plan.Splits.Select(s => s.Id).Where(id => !folder.IsCommitted(id))];
        bool finished = remaining.Length == 0 && job.Failure is null && !plan.Splits.Any(s => folder.NeedsLastPass(s.Id));
        finished = finished && !abort.IsCancellationRequested && await RepairAsync(folder, plan, dns, tally, abort).ConfigureAwait(false);
        StatisticsStore statistics = await tally.TotalAsync(CancellationToken.None).ConfigureAwait(false);
        DurableFile.Replace(folder.StatisticsFile, statistics.WriteTo);
        tally.Forget();
        Summary summary = await WriteSummaryAsync(RunReader.Of(folder, manifest), plan, abort).ConfigureAwait(false);
        if (finished)
            folder.WriteManifest(manifest with { State = RunState.Finished, FinishedAt = time.GetUtcNow() });
        var outcome = new RunOutcome(
            plan, job.Counts, finished, remaining.Length, job.Failure, slabs.Outstanding, time.GetElapsedTime(started), job.Waited,
            new LastPassOutcome(counter.JudgedAgain, counter.StillTemporary, job.IsPostponed), job.Dns, summary);
        RunTelemetry.Write(folder, outcome);
        return outcome;
    }

    /// <summary>Writes summary.json, summary.csv and faults.jsonl of what is committed; equal rows give equal bytes.</summary>
    private static async Task<Summary> WriteSummaryAsync(RunReader reader, ArchivePlan plan, CancellationToken cancellation)
    {
        RunFolder folder = reader.Folder;
        List<Fault> faults = [.. plan.Faults, .. reader.ReadFaults()];
        // Committed splits are summed up also when the run was stopped; only proofs take their time.
        SummaryContext context = cancellation.IsCancellationRequested ? RunSetup.Summaries(reader.Options) : await RunSummaries.ContextAsync(reader, null, cancellation).ConfigureAwait(false);
        // What is committed is complete, whether or not the run was stopped.
        Summary summary = Summary.From(await RunSummaries.StatisticsAsync(reader, context, CancellationToken.None).ConfigureAwait(false), faults, context);
        DurableFile.Replace(folder.SummaryJson, stream => SummaryJson.Write(summary, stream));
        DurableFile.Replace(folder.SummaryCsv, stream => SummaryCsv.Write(summary, stream));
        DurableFile.Replace(folder.FaultsFile, stream => SplitCommit.WriteFaults(stream, faults));
        return summary;
    }

    /// <summary>The pass over what the archives altered; false when it was aborted, and it is run again then.</summary>
    private async Task<bool> RepairAsync(RunFolder folder, ArchivePlan plan, RunDns dns, RunTally tally, CancellationToken abort)
    {
        try
        {
            RunStatistics archives = (await tally.TotalAsync(abort).ConfigureAwait(false)).Current;
            var repairs = new RepairPass(folder, plan, options, RunSetup.Evaluation(options, time), dns.View, engine.Threads) { Probe = Probe };
            if (!await repairs.RunAsync(archives, abort).ConfigureAwait(false))
                tally.Forget();
            return true;
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            tally.Forget();
            return false;
        }
    }

    /// <summary>Makes on other threads what every new run needs, while the DNS is opened and the archives are planned.</summary>
    private static void BeginStart(RunFolder folder, RunSystem system)
    {
        if (File.Exists(folder.ManifestFile))
            return;
        _ = system.StartAsync();
        RunSetup.ReadAhead();
    }

    private RunManifest Manifest(RunFolder folder, RunDns dns) => new()
    {
        Options = options,
        OptionsHash = HashOf(options),
        ProgramVersion = ProgramVersion,
        Directory = RunDirectory.Current.Path,
        DnsProvenance = dns.Provenance,
        PublicSuffixDate = RunSetup.PublicSuffixes(options).Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        StartedAt = time.GetUtcNow(),
        Plan = FileChecksum.Of(folder.PlanFile),
        Overlay = options.OverlayFile is null ? null : FileChecksum.Of(folder.OverlayFile),
    };

    /// <summary>The overlay as it was when the run began: a resume, and whoever looks into the run later, judges by the same.</summary>
    private string? Overlay(RunFolder folder, RunManifest? begun)
    {
        if (options.OverlayFile is not { } overlay)
            return null;
        if (begun is null)
            DurableFile.Copy(overlay, folder.OverlayFile);
        begun?.Overlay?.Check(folder.OverlayFile);
        return folder.OverlayFile;
    }

    private ArchivePlan LoadOrPlan(RunFolder folder, RunManifest? begun, CancellationToken abort)
    {
        if (folder.ReadPlan(begun) is { } made)
            return made;
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), abort);
        DurableFile.Replace(folder.PlanFile, plan.Write);
        return plan;
    }

    /// <summary>Verifies what is not committed, then judges again what met a temporary error of the DNS.</summary>
    private async Task<JobEnd> RunJobAsync(
        RunSystem system, RunFolder folder, ArchivePlan plan, RunDns dns, SlabPool slabs, RunTally tally, ProgressCounter progress, CancellationToken drain, CancellationToken abort)
    {
        int[] splits = [.. plan.Splits.Select(s => s.Id).Where(id => !folder.IsCommitted(id))];
        if (splits.Length == 0 && !plan.Splits.Any(s => folder.NeedsLastPass(s.Id)))
            return JobEnd.Nothing;
        ResolverOptions? live = dns.Source.IsLive ? Resolving(new ResolverOptions { Servers = dns.Source.FindServers(), QueriesPerSecond = engine.DnsQueriesPerSecond }) : null;
        StageContext context = RunSetup.Stages(options, dns, time, Probe, Records);
        var job = new VerificationJob(system, await system.StartAsync().ConfigureAwait(false), folder, plan, dns, tally, context, engine, progress, time, live);
        await using (job.ConfigureAwait(false))
            return await job.RunAsync(splits, new PlanReader(plan, splits, slabs, RunSetup.Reading(options, engine)), drain, abort).ConfigureAwait(false);
    }
}
