using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Stages;

/// <summary>Lets a batch ask until a step has nothing missing, in bounded rounds. Rounds wait for the answers that may lead to further questions only: the others
/// are under way meanwhile, so that the chains of a batch are at their end when the last of its answers comes.</summary>
/// <param name="ask">Completes when every question has an answer in the run's DNS view; null when all answers are at hand from the start.</param>
/// <param name="clock">Told while a batch waits.</param>
internal sealed class AskStage(Func<DnsQuestion[], CancellationToken, Task>? ask, WaitClock clock)
{
    /// <summary>Repeats <paramref name="step"/> with the answers to what it missed.</summary>
    public async Task<BatchInFlight> PrepareAsync(BatchInFlight batch, Func<BatchInFlight, Task<BatchInFlight>> step, CancellationToken stop)
    {
        HashSet<DnsQuestion> underWay = [];
        Task ends = Task.CompletedTask;
        for (batch.Rounds = 0; ; batch.Rounds++)
        {
            // The last round takes what is missing for not answered: it waits for all that was asked.
            if (batch.Rounds == StageContext.MaxRounds)
                await ends.ConfigureAwait(false);
            batch = await step(batch).ConfigureAwait(false);
            if (batch.Missing.Count == 0 || batch.Rounds == StageContext.MaxRounds)
                break;
            if (ask is null)
                continue;
            DnsQuestion[] missing = [.. batch.Missing.ToArray().Where(q => !underWay.Contains(q))];
            DnsQuestion[] leading = [.. missing.Where(q => QuestionTurns.LeadsOn(q))];
            DnsQuestion[] ending = [.. missing.Where(q => !QuestionTurns.LeadsOn(q))];
            using (clock.Asking())
            {
                if (ending.Length > 0)
                    ends = Task.WhenAll(ends, ask(ending, stop));
                underWay.UnionWith(ending);
                await (leading.Length > 0 ? ask(leading, stop) : ends).ConfigureAwait(false);
            }
            if (leading.Length == 0)
                underWay.Clear();
        }
        using (clock.Asking())
            await ends.ConfigureAwait(false);
        return batch;
    }
}
