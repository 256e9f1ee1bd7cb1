using System.Collections.Concurrent;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Dns;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Evaluation;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine.Repairs;

/// <summary>
/// The last pass of a run: of the messages whose body hash misses it reads a bounded number of each stream again, tries what undoes the doings of lists and exporters, and writes
/// the repair that helps into the rows, beside the verdicts. Archives that rebuilt their messages are told by it, and their signatures are undecided, not failed. Depends on rows alone, so
/// equal runs end equal; running it again changes nothing.
/// </summary>
internal sealed class RepairPass(RunFolder folder, ArchivePlan plan, VerifyOptions options, EvaluationContext context, IDnsView dns, int threads)
{
    /// <summary>Splits that are read or written again at a time, whatever the threads: writing holds a row group as rows and as columns, some 25 MB.</summary>
    private const int MostAtATime = 4;

    private readonly ConcurrentDictionary<MessageLocator, RepairOutcome> _outcomes = [];
    private readonly int _atATime = Math.Min(threads, MostAtATime);

    /// <summary>Called before each row that is written again, from any thread; tests end the pass there.</summary>
    internal Action<StageKind, MessageLocator>? Probe { get; init; }

    /// <param name="statistics">Archives and altered messages of all splits; what is repaired is counted in them.</param>
    /// <param name="cancellation">Stops between messages.</param>
    /// <returns>False when rows have other verdicts now, so that the statistics must be counted anew.</returns>
    public async Task<bool> RunAsync(RunStatistics statistics, CancellationToken cancellation)
    {
        if (statistics.Altered.Count == 0 && statistics.Archives.Values.All(a => a.Altered == 0))
            return true;
        SortedDictionary<int, Dictionary<MessageLocator, AlteredMessage>> found = await new RepairPlaces(folder, plan).FindAsync(statistics.Altered.All, cancellation).ConfigureAwait(false);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _atATime, CancellationToken = cancellation };
        await using (var archives = new PlanReader(plan, found.Keys, new SlabPool(2 * _atATime * SlabPool.SlabSize), RunSetup.Reading(options, new EngineOptions())))
            await Parallel.ForEachAsync(found, parallel, async (f, stop) => await TryAsync(archives, plan.Splits[f.Key], f.Value, stop).ConfigureAwait(false)).ConfigureAwait(false);
        HashSet<int> touched = [.. found.Where(f => f.Value.Values.Any(m => m.Repair.Length == 0 && _outcomes.ContainsKey(new MessageLocator(m.Archive, m.Offset)))).Select(f => f.Key)];
        Count(statistics);
        HashSet<string> rebuilt = [.. statistics.Archives.Where(a => ArchiveFidelity.IsRebuilt(a.Value)).Select(a => a.Key)];
        IEnumerable<PlannedSplit> changed = plan.Splits.Where(s => touched.Contains(s.Id) || (rebuilt.Count > 0 && InputsOf(s).Any(i => rebuilt.Contains(ArchiveGroups.Of(i.Name)))));
        await Parallel.ForEachAsync(changed, parallel, async (split, stop) => await RewriteAsync(split.Id, rebuilt, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return rebuilt.Count == 0;
    }

    /// <summary>Counts what is repaired and was not in the rows before, as the rows will say it.</summary>
    private void Count(RunStatistics statistics)
    {
        foreach (AlteredMessage message in statistics.Altered.All.ToArray())
        {
            if (message.Repair.Length > 0 || !_outcomes.TryGetValue(new MessageLocator(message.Archive, message.Offset), out RepairOutcome? outcome))
                continue;
            ArchiveTally archive = statistics.Archives[ArchiveGroups.Of(message.Archive)];
            archive.Repairs.Add(outcome.Name);
            archive.VerifiedAfterRepair += outcome.Verified.Count;
            statistics.Altered.Add(message with { Repair = outcome.Name });
        }
    }

    private IEnumerable<ArchiveInput> InputsOf(PlannedSplit split) => plan.Inputs.Skip(split.FirstInput).Take(split.InputCount);

    /// <summary>Reads the messages again. A range of an mbox is entered where each begins; files of one message are opened; a container is read through.</summary>
    private async Task TryAsync(PlanReader archives, PlannedSplit split, Dictionary<MessageLocator, AlteredMessage> altered, CancellationToken cancellation)
    {
        ArchiveInput first = plan.Inputs[split.FirstInput];
        if (first.Path == "-")
            return;
        IEnumerable<PlannedSplit> parts = first.Kind switch
        {
            ContentKind.Mbox => altered.Keys.Order().Select(l => split with { Start = l.Offset, End = l.Offset + 1 }),
            ContentKind.Message => Enumerable.Range(split.FirstInput, split.InputCount).Where(i => altered.ContainsKey(new MessageLocator(plan.Inputs[i].Name, 0)))
                .Select(i => new PlannedSplit(0, i, 1, 0, plan.Inputs[i].Size)),
            _ => [split],
        };
        var trial = new RepairTrial(context, RunSetup.Digests(options), dns);
        foreach (PlannedSplit part in parts)
        {
            await using SplitReader reader = archives.Open(part, cancellation);
            while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
            {
                using (batch)
                    Try(trial, batch, altered);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void Try(RepairTrial trial, MessageBatch batch, Dictionary<MessageLocator, AlteredMessage> altered)
    {
        foreach (MessageExtent extent in batch.Messages)
        {
            if (!altered.TryGetValue(extent.Locator, out AlteredMessage? message))
                continue;
            try
            {
                if (trial.Try(batch.BytesOf(extent), message) is { } outcome)
                    _outcomes[extent.Locator] = outcome;
            }
            catch (Exception e) when (ProgramFault.IsBug(e))
            {
                // The verdicts are there; what is lost is a diagnosis.
            }
        }
    }

    /// <summary>Reads what was found, and nothing that another split's writing changes.</summary>
    private async Task RewriteAsync(int split, HashSet<string> rebuilt, CancellationToken cancellation)
    {
        // All answers were on the disk before this pass, and it asks for no others.
        await using var revision = new SplitRevision(folder, split, flushAnswers: () => { }, row => Apply(row, rebuilt));
        await revision.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private void Apply(MessageRow row, HashSet<string> rebuilt)
    {
        Probe?.Invoke(StageKind.Repair, new MessageLocator(row.Archive, row.Offset));
        if (rebuilt.Contains(ArchiveGroups.Of(row.Archive)))
            RowAssessor.MarkRebuilt(row);
        if (_outcomes.TryGetValue(new MessageLocator(row.Archive, row.Offset), out RepairOutcome? outcome))
            outcome.ApplyTo(row);
    }
}
