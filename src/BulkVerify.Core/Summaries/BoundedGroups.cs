namespace BulkVerify.Summaries;

/// <summary>The groups of a table by their keys: those that its bound lets it tell apart, and one for all others. Not thread-safe.</summary>
/// <param name="bound">Which groups are told apart.</param>
/// <param name="othersKey">Key of the group of all others.</param>
/// <param name="hashOf">See <see cref="GroupBound.HashOf"/>.</param>
/// <param name="create">Makes an empty group.</param>
internal sealed class BoundedGroups<TKey, TGroup>(GroupBound bound, TKey othersKey, Func<TKey, ulong> hashOf, Func<TKey, TGroup> create)
    where TKey : notnull
    where TGroup : class
{
    private readonly Dictionary<TKey, TGroup> _held = [];

    /// <summary>What is told apart, in no order.</summary>
    public IReadOnlyDictionary<TKey, TGroup> Held => _held;

    /// <summary>All others; null as long as there are none.</summary>
    public TGroup? Others { get; private set; }

    /// <summary>What is told apart and all others, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TGroup>> All => Others is null ? _held : _held.Append(new(othersKey, Others));

    /// <summary>The group of a key, which may be that of all others.</summary>
    /// <param name="isBounded">False for keys that are few already.</param>
    public TGroup Of(TKey key, bool isBounded = true)
    {
        if (_held.TryGetValue(key, out TGroup? group))
            return group;
        if (isBounded && !bound.Takes(hashOf(key), _held.Count))
            return Others ??= create(othersKey);
        _held.Add(key, group = create(key));
        return group;
    }
}
