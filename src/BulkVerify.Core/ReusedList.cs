using System.Collections;
using System.Runtime.InteropServices;

namespace BulkVerify;

/// <summary>A list that makes its items once: clearing keeps them, and what comes next goes into them. The items are the list's: whoever takes one holds it no longer than the
/// list's owner keeps the list as it is. Not thread-safe.</summary>
public sealed class ReusedList<T> : IReadOnlyList<T>
    where T : class, IReusable, new()
{
    /// <summary>Items that clearing keeps: hostile mail must not leave thousands behind.</summary>
    public const int MaxKept = 8;

    private readonly List<T> _items = [];

    public int Count { get; private set; }

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _items[index];
        }
    }

    /// <summary>Adds an item, which holds what a new one holds.</summary>
    public T AddNew()
    {
        if (Count == _items.Count)
            _items.Add(new T());
        return _items[Count++];
    }

    /// <summary>Adds an item that was made elsewhere; from now on it is the list's.</summary>
    public void Add(T item)
    {
        if (Count == _items.Count)
            _items.Add(item);
        else
            _items[Count] = item;
        Count++;
    }

    public void Clear()
    {
        if (_items.Count > MaxKept)
            _items.RemoveRange(MaxKept, _items.Count - MaxKept);
        for (int i = Math.Min(Count, _items.Count) - 1; i >= 0; i--)
            _items[i].Clear();
        Count = 0;
    }

    /// <summary>Allocates nothing.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => ((ReadOnlySpan<T>)CollectionsMarshal.AsSpan(_items)[..Count]).GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();
}
