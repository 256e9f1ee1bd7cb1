using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace BulkVerify;

/// <summary>A cache of at most twice <paramref name="generationSize"/> entries. When a generation is full it becomes the old one and the old one is dropped;
/// an entry found in the old one moves to the new. Reads take no lock; safe for concurrent use.</summary>
/// <param name="generationSize">Entries of one generation, at least 1.</param>
/// <param name="comparer">Null for the default of the key.</param>
public sealed class BoundedCache<TKey, TValue>(int generationSize, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Lock _turn = new();
    private ConcurrentDictionary<TKey, TValue> _young = new(comparer);
    private ConcurrentDictionary<TKey, TValue> _old = new(comparer);
    private int _youngCount;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
            return true;
        if (!_old.TryGetValue(key, out value))
            return false;
        Add(key, value);
        return true;
    }

    /// <summary>Keeps the value unless the key has one already; returns the value that is kept.</summary>
    public TValue Add(TKey key, TValue value)
    {
        ConcurrentDictionary<TKey, TValue> young = _young;
        if (!young.TryAdd(key, value))
            return young.TryGetValue(key, out TValue? kept) ? kept : value;
        if (Interlocked.Increment(ref _youngCount) >= generationSize)
            Turn(young);
        return value;
    }

    private void Turn(ConcurrentDictionary<TKey, TValue> full)
    {
        lock (_turn)
        {
            if (!ReferenceEquals(full, _young))
                return;
            _old = full;
            _young = new ConcurrentDictionary<TKey, TValue>(comparer);
            _youngCount = 0;
        }
    }
}
