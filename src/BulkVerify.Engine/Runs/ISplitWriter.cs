using BulkVerify.Engine.Stages;

namespace BulkVerify.Engine.Runs;

/// <summary>Takes the batches of one split in order; <see cref="CommitAsync"/> makes it part of the run. Disposed without a commit, nothing has changed.</summary>
internal interface ISplitWriter : IAsyncDisposable
{
    ValueTask AddAsync(BatchInFlight batch, CancellationToken cancellation);

    ValueTask CommitAsync(CancellationToken cancellation);
}
