using BulkVerify.Dns;

namespace BulkVerify.Engine.Stages;

/// <summary>Lets a batch ask until a step has nothing missing, in bounded rounds.</summary>
/// <param name="ask">Completes when every question has an answer in the run's DNS view; null when all answers are at hand from the start.</param>
/// <param name="clock">Told while a batch waits.</param>
internal sealed class AskStage(Func<DnsQuestion[], CancellationToken, Task>? ask, WaitClock clock)
{
    /// <summary>Repeats <paramref name="step"/> with the answers to what it missed.</summary>
    public async Task<BatchInFlight> PrepareAsync(BatchInFlight batch, Func<BatchInFlight, Task<BatchInFlight>> step, CancellationToken stop)
    {
        for (batch.Rounds = 0; batch.Rounds <= StageContext.MaxRounds; batch.Rounds++)
        {
            batch = await step(batch).ConfigureAwait(false);
            if (batch.Missing.Count == 0)
                return batch;
            if (ask is null || batch.Rounds == StageContext.MaxRounds)
                continue;
            using (clock.Asking())
                await ask(batch.Missing.ToArray(), stop).ConfigureAwait(false);
        }
        return batch;
    }
}
