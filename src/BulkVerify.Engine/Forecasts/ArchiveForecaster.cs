using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Engine.Forecasts;

/// <summary>Reads the headers of archives and says what verifying them will ask. Hashes nothing, asks nothing, writes nothing.</summary>
public sealed class ArchiveForecaster(VerifyOptions options, EngineOptions engine, TimeProvider time)
{
    private long _messages;
    private long _refused;
    private long _bytes;

    /// <summary>Reads all splits of a plan, a few at a time.</summary>
    /// <param name="plan">The archives.</param>
    /// <param name="progress">Told how far it is, from any thread.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<Forecast> RunAsync(ArchivePlan plan, Action<RunProgress>? progress, CancellationToken cancellation)
    {
        EvaluationContext evaluation = RunSetup.Evaluation(options, time);
        var tally = new QuestionTally();
        var slabs = new SlabPool(engine.MemoryBytes / 2);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.Threads, CancellationToken = cancellation };
        await using var archives = new PlanReader(plan, plan.Splits.Select(s => s.Id), slabs, RunSetup.Reading(options, engine));
        // Opened one after the other, whoever reads them.
        IEnumerable<SplitReader> readers = plan.Splits.Select(s => archives.Open(s, cancellation));
        await Parallel.ForEachAsync(readers, parallel, async (reader, _) => await ReadAsync(plan, reader, evaluation, tally, progress).ConfigureAwait(false)).ConfigureAwait(false);
        IReadOnlyDictionary<QuestionUse, long> counts = tally.Counts;
        return new Forecast(plan.Inputs.Count, plan.TotalBytes, _messages, _refused, counts, counts[QuestionUse.Spf], tally.IsComplete);
    }

    private async Task ReadAsync(ArchivePlan plan, SplitReader split, EvaluationContext evaluation, QuestionTally tally, Action<RunProgress>? progress)
    {
        var names = new NameTable();
        var headers = new HeaderTable();
        var claims = new MessageClaims();
        var reader = new ClaimsReader(RunSetup.Envelope(options), names);
        DmarcRules rules = options.Rules == DmarcRuleChoice.Rfc7489 ? DmarcRules.Rfc7489 : DmarcRules.Rfc9989;
        var questions = new MessageQuestions(rules, options.Rules == DmarcRuleChoice.Both, evaluation);
        await using SplitReader batches = split;
        while (await batches.ReadAsync().ConfigureAwait(false) is { } batch)
        {
            questions.Clear();
            using (batch)
            {
                foreach (MessageExtent extent in batch.Messages)
                {
                    ReadOnlySpan<byte> message = batch.BytesOf(extent);
                    if (!HeaderScanner.Scan(message, headers))
                    {
                        Interlocked.Increment(ref _refused);
                        continue;
                    }
                    reader.Read(message, batch.SeparatorOf(extent), headers, claims);
                    questions.Note(claims);
                }
            }
            tally.Add(questions.All);
            Interlocked.Add(ref _refused, batch.RefusedMessages);
            long found = Interlocked.Add(ref _messages, batch.Messages.Count + batch.RefusedMessages);
            long read = Interlocked.Add(ref _bytes, batch.FramedBytes);
            progress?.Invoke(new RunProgress(read, plan.TotalBytes, found, 0, 0, null));
        }
    }
}
