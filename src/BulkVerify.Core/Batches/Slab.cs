namespace BulkVerify.Batches;

/// <summary>A pooled buffer that holds the bytes of whole messages. Owned by one stage at a time; <see cref="Dispose"/> gives it back, once.</summary>
public sealed class Slab : IDisposable
{
    private SlabPool? _pool;

    internal Slab(SlabPool pool, byte[] buffer)
    {
        _pool = pool;
        Buffer = buffer;
    }

    public byte[] Buffer { get; }

    /// <summary>Leaves the pool's books without giving anything back: its place passes to another slab.</summary>
    internal void Detach() => Interlocked.Exchange(ref _pool, null);

    public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(Buffer);
}
