using System.Collections.Concurrent;

namespace BulkVerify.Engine.Stages;

/// <summary>The records of batches that are done, for those to come. A batch that ends otherwise, with its stream, keeps its records, and both are garbage: giving back is no duty.
/// Thread-safe.</summary>
/// <param name="poisons">Records hold nonsense while they are here. For tests, and in debug builds.</param>
internal sealed class BatchRecordPool(bool poisons = BatchRecordPool.PoisonsByDefault)
{
    /// <summary>Records kept, each of a batch's size; as many batches as are between framing and tally where DNS is not waited for.</summary>
    private const int MaxKept = 12;

#if DEBUG
    private const bool PoisonsByDefault = true;
#else
    private const bool PoisonsByDefault = false;
#endif

    // The last one first: it is what the processor still has in its caches.
    private readonly ConcurrentStack<BatchRecords> _free = [];
    private long _rented;
    private long _returned;

    /// <summary>Records in the hands of batches, those included that ended with their stream.</summary>
    public long Outstanding => Volatile.Read(ref _rented) - Volatile.Read(ref _returned);

    /// <summary>Records for one batch.</summary>
    public BatchRecords Rent()
    {
        Interlocked.Increment(ref _rented);
        if (!_free.TryPop(out BatchRecords? records))
            return new BatchRecords();
        if (poisons)
            records.Cleanse();
        return records;
    }

    /// <summary>Takes the records of a batch whose rows are written. Nothing refers to them any more.</summary>
    public void Return(BatchRecords records)
    {
        Interlocked.Increment(ref _returned);
        records.Clear();
        if (poisons)
            records.Poison();
        // One too many by two threads at once does no harm.
        if (_free.Count < MaxKept)
            _free.Push(records);
    }
}
