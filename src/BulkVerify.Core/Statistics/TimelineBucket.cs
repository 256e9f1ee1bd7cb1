namespace BulkVerify.Statistics;

/// <summary>Messages of one span of a <see cref="Timeline"/>. Times are seconds of the Unix epoch, null without such a message.</summary>
public readonly record struct TimelineBucket(long Pass, long Fail, long? FirstPass, long? LastPass, long? FirstFail, long? LastFail)
{
    internal long First => Math.Min(FirstPass ?? long.MaxValue, FirstFail ?? long.MaxValue);

    internal long Last => Math.Max(LastPass ?? long.MinValue, LastFail ?? long.MinValue);

    internal static TimelineBucket Of(long time, bool passes) => passes ? new(1, 0, time, time, null, null) : new(0, 1, null, null, time, time);

    internal TimelineBucket With(in TimelineBucket other) => new(
        Pass + other.Pass, Fail + other.Fail, Least(FirstPass, other.FirstPass), Most(LastPass, other.LastPass), Least(FirstFail, other.FirstFail), Most(LastFail, other.LastFail));

    /// <summary>The same messages, all of which pass.</summary>
    internal TimelineBucket AsPassing() => new(Pass + Fail, 0, First, Last, null, null);

    /// <summary>Itself when writing, what was written when reading.</summary>
    internal TimelineBucket Exchange(TallyPort port) =>
        new(port.Exchange(Pass), port.Exchange(Fail), port.Exchange(FirstPass), port.Exchange(LastPass), port.Exchange(FirstFail), port.Exchange(LastFail));

    private static long? Least(long? a, long? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    private static long? Most(long? a, long? b) => a is { } x && b is { } y ? Math.Max(x, y) : a ?? b;
}
