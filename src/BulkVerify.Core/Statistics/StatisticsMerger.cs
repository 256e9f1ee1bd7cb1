namespace BulkVerify.Statistics;

/// <summary>Merges sorted sequences into one; holds one item of each. Pure.</summary>
internal static class StatisticsMerger
{
    /// <summary>All entries in their order, those of one key as one.</summary>
    public static IEnumerable<StatisticsEntry> Merge(IReadOnlyList<IEnumerable<StatisticsEntry>> sources)
    {
        StatisticsEntry? open = null;
        foreach (StatisticsEntry entry in InOrder(sources))
        {
            if (open is not null && open.CompareTo(entry) == 0)
            {
                open = open.With(entry);
                continue;
            }
            if (open is not null)
                yield return open;
            open = entry;
        }
        if (open is not null)
            yield return open;
    }

    /// <summary>All items, smallest first.</summary>
    public static IEnumerable<T> InOrder<T>(IReadOnlyList<IEnumerable<T>> sources)
    {
        if (sources.Count == 1)
        {
            foreach (T item in sources[0])
                yield return item;
            yield break;
        }
        var open = new PriorityQueue<IEnumerator<T>, T>();
        try
        {
            foreach (IEnumerator<T> source in sources.Select(s => s.GetEnumerator()))
            {
                if (source.MoveNext())
                    open.Enqueue(source, source.Current);
                else
                    source.Dispose();
            }
            while (open.TryPeek(out IEnumerator<T>? source, out T? item))
            {
                yield return item;
                if (source.MoveNext())
                    open.DequeueEnqueue(source, source.Current);
                else
                    open.Dequeue().Dispose();
            }
        }
        finally
        {
            foreach ((IEnumerator<T> source, _) in open.UnorderedItems)
                source.Dispose();
        }
    }
}
