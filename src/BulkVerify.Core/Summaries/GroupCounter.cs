namespace BulkVerify.Summaries;

/// <summary>Finds the largest groups of rows that are read several times: counts by a hash of the group's name, and where there are more groups than fit, those of one range of
/// hashes in each pass. Memory does not grow with the number of groups, and the result does not depend on the order of the rows. Not thread-safe.</summary>
/// <param name="most">Groups to find.</param>
/// <param name="maxCounted">Groups counted in one pass, at most: 32 octets each.</param>
internal sealed class GroupCounter(int most, int maxCounted = GroupCounter.DefaultMaxCounted)
{
    public const int DefaultMaxCounted = 1 << 20;

    private readonly Dictionary<ulong, long> _counts = [];
    private readonly PriorityQueue<ulong, (long Messages, ulong Hash)> _largest = new(Comparer<(long Messages, ulong Hash)>.Create(static (a, b) =>
        a.Messages != b.Messages ? a.Messages.CompareTo(b.Messages) : b.Hash.CompareTo(a.Hash)));
    private readonly Stack<(ulong First, ulong Last)> _ranges = new([(0, ulong.MaxValue)]);

    private ulong _first, _last;
    private long _groups;

    /// <summary>The largest groups, ties by their hashes; after the last pass.</summary>
    public GroupBound Bound => GroupBound.Of(most, _largest.UnorderedItems.Select(g => g.Element), _groups - _largest.Count);

    /// <summary>Begins a pass over all rows; false when no more is needed. What the one before counted is taken over.</summary>
    public bool BeginPass()
    {
        foreach ((ulong group, long messages) in _counts)
        {
            _largest.Enqueue(group, (messages, group));
            if (_largest.Count > most)
                _largest.Dequeue();
        }
        _groups += _counts.Count;
        _counts.Clear();
        if (!_ranges.TryPop(out (ulong First, ulong Last) range))
            return false;
        (_first, _last) = range;
        return true;
    }

    public void Add(ulong group)
    {
        if (group < _first || group > _last)
            return;
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, group, out _)++;
        while (_counts.Count > maxCounted)
            LeaveHalf();
    }

    /// <summary>The upper half of the range is left to another pass.</summary>
    private void LeaveHalf()
    {
        ulong middle = _first + ((_last - _first) / 2);
        _ranges.Push((middle + 1, _last));
        _last = middle;
        foreach (ulong group in _counts.Keys.Where(g => g > middle).ToArray())
            _counts.Remove(group);
    }
}
