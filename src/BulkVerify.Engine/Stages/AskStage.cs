using BulkVerify.Dns;

namespace BulkVerify.Engine.Stages;

/// <summary>Lets a batch ask until a step has nothing missing, in bounded rounds.</summary>
/// <param name="ask">Completes when every question has an answer in the run's DNS view; null when all answers are at hand from the start.</param>
internal sealed class AskStage(Func<DnsQuestion[], CancellationToken, Task>? ask)
{
    private long _waiting;

    /// <summary>Questions on their way.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Repeats <paramref name="step"/> with the answers to what it missed.</summary>
    public async Task<BatchInFlight> PrepareAsync(BatchInFlight batch, Func<BatchInFlight, Task<BatchInFlight>> step, CancellationToken stop)
    {
        for (batch.Rounds = 0; batch.Rounds <= StageContext.MaxRounds; batch.Rounds++)
        {
            batch = await step(batch).ConfigureAwait(false);
            if (batch.Missing.Count == 0)
                return batch;
            if (ask is not null && batch.Rounds < StageContext.MaxRounds)
                await AskAsync(batch.Missing.ToArray(), stop).ConfigureAwait(false);
        }
        return batch;
    }

    private async Task AskAsync(DnsQuestion[] questions, CancellationToken stop)
    {
        Interlocked.Add(ref _waiting, questions.Length);
        try
        {
            await ask!(questions, stop).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -questions.Length);
        }
    }
}
