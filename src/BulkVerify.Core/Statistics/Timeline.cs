using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>When messages of a stream passed and when they did not, in at most <see cref="MaxBuckets"/> spans of equal length. The length is the smallest power of two
/// seconds that suffices, so that it follows from the messages alone: adding and merging commute. Not thread-safe.</summary>
public sealed class Timeline
{
    /// <summary>Spans kept.</summary>
    public const int MaxBuckets = 128;

    private readonly SortedDictionary<long, TimelineBucket> _buckets = [];

    /// <summary>Length of a span: two to this power seconds.</summary>
    [JsonInclude]
    public int Level { get; private set; }

    /// <summary>Spans that have messages, in order; a copy.</summary>
    [JsonInclude]
    public IReadOnlyList<TimelineBucket> Buckets
    {
        get => [.. _buckets.Values];
        private set
        {
            foreach (TimelineBucket bucket in value)
                Put(bucket);
        }
    }

    /// <param name="time">Seconds of the Unix epoch.</param>
    public void Add(long time, bool passes) => Put(TimelineBucket.Of(time, passes));

    public void Merge(Timeline other)
    {
        Coarsen(other.Level);
        foreach (TimelineBucket bucket in other._buckets.Values)
            Put(bucket);
    }

    private void Put(in TimelineBucket bucket)
    {
        long index = bucket.First >> Level;
        _buckets[index] = _buckets.TryGetValue(index, out TimelineBucket there) ? there.With(bucket) : bucket;
        while (_buckets.Count > MaxBuckets)
            Coarsen(Level + 1);
    }

    private void Coarsen(int level)
    {
        if (level <= Level)
            return;
        TimelineBucket[] all = [.. _buckets.Values];
        _buckets.Clear();
        Level = level;
        foreach (TimelineBucket bucket in all)
        {
            long index = bucket.First >> Level;
            _buckets[index] = _buckets.TryGetValue(index, out TimelineBucket there) ? there.With(bucket) : bucket;
        }
    }
}
