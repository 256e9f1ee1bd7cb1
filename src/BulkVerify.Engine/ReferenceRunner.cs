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
    public static async Task<IReadOnlyList<Fault>> RunAsync(VerifyOptions options, EngineOptions engine, RunDns dns, TimeProvider time, Action<MessageRow> row, CancellationToken cancellation)
    {
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, engine), cancellation);
        List<Fault> faults = [.. plan.Faults];
        var slabs = new SlabPool(engine.MemoryBytes / 2);
        var stages = new BatchStages(RunSetup.Stages(options, dns, time));
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, slabs, RunSetup.Reading(options, engine), cancellation);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
            {
                BatchInFlight done = RunBatch(stages, batch);
                faults.AddRange(done.Faults);
                foreach (MessageRow made in done.Rows)
                    row(made);
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
