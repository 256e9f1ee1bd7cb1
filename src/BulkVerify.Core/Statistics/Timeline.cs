namespace BulkVerify.Statistics;

/// <summary>When messages of a stream passed and when they did not, in at most <see cref="MaxBuckets"/> spans of equal length. The length is the smallest power of two
/// seconds that suffices, so that it follows from the messages alone: adding and merging commute. Not thread-safe.</summary>
public sealed class Timeline : IStoredTally
{
    /// <summary>Spans kept.</summary>
    public const int MaxBuckets = 128;

    // In order: one for each index, the time of the first message without its lowest Level bits.
    private readonly List<TimelineBucket> _buckets = [];

    /// <summary>Length of a span: two to this power seconds.</summary>
    public int Level { get; private set; }

    /// <summary>Spans that have messages, in order.</summary>
    public IReadOnlyList<TimelineBucket> Buckets => _buckets;

    /// <param name="time">Seconds of the Unix epoch.</param>
    public void Add(long time, bool passes) => Put(TimelineBucket.Of(time, passes));

    public void Merge(Timeline other)
    {
        Coarsen(other.Level);
        foreach (TimelineBucket bucket in other._buckets)
            Put(bucket);
    }

    /// <summary>The messages of another one, as if all passed.</summary>
    internal void MergeAsPassing(Timeline other)
    {
        Coarsen(other.Level);
        foreach (TimelineBucket bucket in other._buckets)
            Put(bucket.AsPassing());
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Level = port.Exchange(Level);
        int count = port.ExchangeCount(_buckets.Count, MaxBuckets);
        if (port.IsReading)
            _buckets.Capacity = count;
        for (int i = 0; i < count; i++)
        {
            if (port.IsReading)
                _buckets.Add(default(TimelineBucket).Exchange(port));
            else
                _buckets[i].Exchange(port);
        }
    }

    private void Put(in TimelineBucket bucket)
    {
        int place = PlaceOf(bucket.First >> Level);
        if (place >= 0)
            _buckets[place] = _buckets[place].With(bucket);
        else
            Insert(~place, bucket);
        while (_buckets.Count > MaxBuckets)
            Coarsen(Level + 1);
    }

    private void Insert(int place, in TimelineBucket bucket)
    {
        // Most streams are of one message.
        if (_buckets.Count == 0)
            _buckets.Capacity = 1;
        _buckets.Insert(place, bucket);
    }

    /// <summary>Place of the span of this index, or the complement of where it belongs.</summary>
    private int PlaceOf(long index)
    {
        int low = 0, high = _buckets.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            long there = _buckets[middle].First >> Level;
            if (there == index)
                return middle;
            if (there < index)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    private void Coarsen(int level)
    {
        if (level <= Level)
            return;
        Level = level;
        int kept = 0;
        for (int i = 1; i < _buckets.Count; i++)
        {
            if (_buckets[i].First >> Level == _buckets[kept].First >> Level)
                _buckets[kept] = _buckets[kept].With(_buckets[i]);
            else
                _buckets[++kept] = _buckets[i];
        }
        if (_buckets.Count > 0)
            _buckets.RemoveRange(kept + 1, _buckets.Count - kept - 1);
    }
}
