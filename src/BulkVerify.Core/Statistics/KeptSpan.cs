namespace BulkVerify.Statistics;

/// <summary>How often a text occurred, and when the first and last three times: seconds of the Unix epoch. Where there are fewer, a time stands in both places as far as it
/// goes and is null after that. Three, so that one or two stray messages do not hide when a text came into use, or went out of it.</summary>
public readonly record struct KeptSpan(long Count, long First, long Last, long? Second = null, long? Third = null, long? LastButOne = null, long? LastButTwo = null)
{
    internal static KeptSpan Of(long time) => new(1, time, time);

    internal KeptSpan With(in KeptSpan other)
    {
        // In the order of an archive, nearly always: later than all before.
        if (other.Count == 1 && Third is not null && other.First >= Last)
            return this with { Count = Count + 1, Last = other.First, LastButOne = Last, LastButTwo = LastButOne };
        Span<long> times = stackalloc long[6];
        int early = Put(times, 0, First, Second, Third);
        early = Put(times, early, other.First, other.Second, other.Third);
        times[..early].Sort();
        var merged = new KeptSpan(Count + other.Count, times[0], 0, early > 1 ? times[1] : null, early > 2 ? times[2] : null);
        int late = Put(times, 0, Last, LastButOne, LastButTwo);
        late = Put(times, late, other.Last, other.LastButOne, other.LastButTwo);
        times[..late].Sort();
        return merged with { Last = times[late - 1], LastButOne = late > 1 ? times[late - 2] : null, LastButTwo = late > 2 ? times[late - 3] : null };
    }

    /// <summary>Occurrences at or before a time, exact up to two; three for more.</summary>
    internal int UpTo(long time) => First > time ? 0 : !(Second <= time) ? 1 : !(Third <= time) ? 2 : 3;

    /// <summary>Occurrences after a time, exact up to two; three for more.</summary>
    internal int After(long time) => Last <= time ? 0 : !(LastButOne > time) ? 1 : !(LastButTwo > time) ? 2 : 3;

    /// <summary>The earliest of the first three times that is later than <paramref name="time"/>; null where none is.</summary>
    internal long? FirstAfter(long time) => First > time ? First : Second > time ? Second : Third > time ? Third : null;

    /// <summary>The latest of the last three times that is not later than <paramref name="time"/>; the last one where all are.</summary>
    internal long LastUpTo(long time) => Last <= time ? Last : LastButOne <= time ? LastButOne.Value : LastButTwo <= time ? LastButTwo.Value : Last;

    /// <summary>Itself when writing, what was written when reading.</summary>
    internal KeptSpan Exchange(TallyPort port) => new(
        port.Exchange(Count), port.Exchange(First), port.Exchange(Last), port.Exchange(Second), port.Exchange(Third), port.Exchange(LastButOne), port.Exchange(LastButTwo));

    private static int Put(Span<long> times, int at, long one, long? two, long? three)
    {
        times[at++] = one;
        if (two is { } second)
            times[at++] = second;
        if (three is { } third)
            times[at++] = third;
        return at;
    }
}
