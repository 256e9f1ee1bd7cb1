using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace BulkVerify;

/// <summary>A cache bounded in memory. When a generation is full it becomes the old one and the old one is dropped; an entry found in the old one moves to the new.
/// Reads take no lock; safe for concurrent use.</summary>
/// <param name="generationBytes">Octets of one generation, half of what the cache holds at most, but for the one entry that fills it.</param>
/// <param name="costOf">Octets that key and value take, about, beside the entry itself.</param>
/// <param name="comparer">Null for the default of the key.</param>
public sealed class BoundedCache<TKey, TValue>(long generationBytes, Func<TKey, TValue, int> costOf, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    /// <summary>Of an entry without its key and value.</summary>
    private const int EntryCost = 80;

    private readonly Lock _turn = new();
    private ConcurrentDictionary<TKey, TValue> _young = new(comparer);
    private ConcurrentDictionary<TKey, TValue> _old = new(comparer);
    private long _youngBytes;

    /// <summary>Entries held, in either generation.</summary>
    public int Count => _young.Count + _old.Count;

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
        if (Interlocked.Add(ref _youngBytes, EntryCost + costOf(key, value)) >= generationBytes)
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
            _youngBytes = 0;
        }
    }
}
