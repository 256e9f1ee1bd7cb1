namespace BulkVerify.Batches;

/// <summary>
/// Slabs within a budget of bytes: a reader that wants one more than the budget allows waits, which is the back-pressure of the run.
/// A message larger than a slab gets a buffer of its own size, kept for the next one; only one such message is in memory at a time, beyond the budget, so that
/// readers cannot wait for each other. Memory is therefore at most the budget plus one and a half times the largest message. Thread-safe.
/// </summary>
public sealed class SlabPool
{
    /// <summary>Size of an ordinary slab in bytes.</summary>
    public const int SlabSize = 1 << 20;

    private readonly SemaphoreSlim _budget;
    private readonly SemaphoreSlim _growing = new(1, 1);
    private readonly System.Collections.Concurrent.ConcurrentBag<byte[]> _free = [];
    private byte[]? _large;
    private int _outstanding;

    /// <param name="budgetBytes">Bytes of ordinary slabs handed out at a time; at least two slabs are always allowed.</param>
    public SlabPool(long budgetBytes) => _budget = new SemaphoreSlim((int)Math.Clamp(budgetBytes / SlabSize, 2, 1 << 20));

    /// <summary>Slabs handed out and not given back. Zero after every run, also a cancelled or failed one.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>An ordinary slab, as soon as the budget has one.</summary>
    public async ValueTask<Slab> RentAsync(CancellationToken cancellation)
    {
        await _budget.WaitAsync(cancellation).ConfigureAwait(false);
        Interlocked.Increment(ref _outstanding);
        return new Slab(this, _free.TryTake(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(SlabSize));
    }

    /// <summary>A slab for one message larger than <see cref="SlabSize"/>, perhaps longer than asked for. Waits until no other such message is in memory.</summary>
    public async ValueTask<Slab> RentLargeAsync(int bytes, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bytes, SlabSize);
        await _growing.WaitAsync(cancellation).ConfigureAwait(false);
        Interlocked.Increment(ref _outstanding);
        byte[]? kept = Interlocked.Exchange(ref _large, null);
        return new Slab(this, kept?.Length >= bytes ? kept : GC.AllocateUninitializedArray<byte>(bytes));
    }

    /// <summary>A larger slab in the place of a large one; the old buffer stays readable as long as the caller holds it.</summary>
    internal Slab Enlarge(Slab large, int bytes)
    {
        large.Detach();
        return new Slab(this, GC.AllocateUninitializedArray<byte>(bytes));
    }

    internal void Return(byte[] buffer)
    {
        Interlocked.Decrement(ref _outstanding);
        if (buffer.Length == SlabSize)
        {
            _free.Add(buffer);
            _budget.Release();
        }
        else
        {
            // Garbage of this size would stay until the next full collection, and be made anew for every such message.
            Volatile.Write(ref _large, buffer);
            _growing.Release();
        }
    }
}
