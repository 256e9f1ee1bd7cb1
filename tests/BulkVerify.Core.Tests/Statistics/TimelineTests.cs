using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

public class TimelineTests
{
    [Fact]
    public void Any_order_and_partition_give_the_same_spans_and_lose_no_message()
    {
        Gen.Select(Gen.Select(Gen.Long[-5_000_000, 2_000_000_000], Gen.Bool).Array[0, 600], Gen.Int[1, 4], Gen.Int).Sample((messages, parts, seed) =>
        {
            Timeline whole = Of(messages);
            (long, bool)[] shuffled = [.. messages];
            new Random(seed).Shuffle(shuffled);
            var merged = new Timeline();
            for (int part = 0; part < parts; part++)
                merged.Merge(Of(shuffled.Where((_, i) => i % parts == part)));
            Assert.Equal(whole.Level, merged.Level);
            Assert.Equal(whole.Buckets, merged.Buckets);
            Assert.InRange(whole.Buckets.Count, 0, Timeline.MaxBuckets);
            Assert.Equal((messages.Count(m => m.Item2), messages.Count(m => !m.Item2)), (whole.Buckets.Sum(b => b.Pass), whole.Buckets.Sum(b => b.Fail)));
        }, iter: 300);
    }

    [Fact]
    public void Few_messages_keep_spans_of_their_own()
    {
        Timeline timeline = Of(Enumerable.Range(0, Timeline.MaxBuckets).Select(i => ((long)i * 1_000_003, i % 2 == 0)));
        Assert.Equal((0, Timeline.MaxBuckets), (timeline.Level, timeline.Buckets.Count));
    }

    [Fact]
    public void Times_at_the_ends_of_the_range_are_spans_like_others()
    {
        Timeline timeline = Of(Enumerable.Range(0, 300).Select(i => (i % 3 == 0 ? long.MinValue + i : i % 3 == 1 ? long.MaxValue - i : i, true)));
        Assert.Equal(300, timeline.Buckets.Sum(b => b.Pass));
    }

    private static Timeline Of(IEnumerable<(long Time, bool Passes)> messages)
    {
        var timeline = new Timeline();
        foreach ((long time, bool passes) in messages)
            timeline.Add(time, passes);
        return timeline;
    }
}
