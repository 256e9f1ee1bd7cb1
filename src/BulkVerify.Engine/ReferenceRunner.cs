using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Statistics;

namespace BulkVerify.Engine;

/// <summary>The same stages in a plain loop: one thread, no actors, no stream, no run folder. The oracle of the concurrent engine and the baseline of its
/// benchmarks. Answers must be at hand: it asks nobody.</summary>
public static class ReferenceRunner
{
    /// <summary>Rows of all splits in order, given to <paramref name="row"/>; the faults are returned.</summary>
    public static Task<IReadOnlyList<Fault>> RunAsync(VerifyOptions options, EngineOptions engine, RunDns dns, TimeProvider time, Action<MessageRow> row, CancellationToken cancellation) =>
        RunAsync(options, engine, dns, time, row, probe: null, reusesRows: false, cancellation);

    /// <param name="reusesRows">As the engine does: a row is for the call of <paramref name="row"/> alone, and becomes another one afterwards.</param>
    internal static async Task<IReadOnlyList<Fault>> RunAsync(
        VerifyOptions options, EngineOptions engine, RunDns dns, TimeProvider time, Action<MessageRow> row, Action<StageKind, MessageLocator>? probe, bool reusesRows, CancellationToken cancellation)
    {
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), cancellation);
        List<Fault> faults = [.. plan.Faults];
        var slabs = new SlabPool(engine.MemoryBytes / 2);
        StageContext context = RunSetup.Stages(options, dns, time, probe);
        var stages = new BatchStages(context);
        using var statistics = new StatisticsStore(Path.Combine(Path.GetTempPath(), "bulkverify-statistics-"));
        var counter = new BatchCounter(statistics, probe);
        await using var archives = new PlanReader(plan, plan.Splits.Select(s => s.Id), slabs, RunSetup.Reading(options, engine));
        foreach (PlannedSplit split in plan.Splits)
        {
            await using var source = new BatchSource(archives.Open(split, cancellation), new MessageLocator(plan.Inputs[split.FirstInput].Name, split.Start), probe);
            while (await source.NextTurnAsync().ConfigureAwait(false) && await source.ReadAsync().ConfigureAwait(false) is { } batch)
            {
                source.TryTake(batch);
                BatchInFlight done = RunBatch(stages, batch);
                counter.Count(done);
                faults.AddRange(done.Faults);
                foreach (MessageRow made in done.Rows)
                    row(made);
                if (reusesRows)
                    done.Release(context.Records);
            }
        }
        return faults;
    }

    private static BatchInFlight RunBatch(BatchStages stages, MessageBatch read)
    {
        BatchInFlight batch = stages.Digest(read);
        batch.Rounds = StageContext.MaxRounds;
        stages.Prepare(batch);
        stages.Verify(batch);
        batch.Rounds = StageContext.MaxRounds;
        return stages.Judge(batch);
    }
}
