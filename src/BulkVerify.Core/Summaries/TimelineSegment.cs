using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A piece of a timeline whose messages cannot be told apart further, in the order of time.</summary>
/// <param name="First">Time of its first message.</param>
/// <param name="Last">Time of its last message.</param>
internal readonly record struct TimelineSegment(long Pass, long Fail, long First, long Last)
{
    /// <summary>The segments of a timeline. A span that holds all of one kind before all of the other is two of them.</summary>
    public static List<TimelineSegment> Of(Timeline timeline)
    {
        var segments = new List<TimelineSegment>();
        foreach (TimelineBucket bucket in timeline.Buckets)
        {
            TimelineSegment pass = new(bucket.Pass, 0, bucket.FirstPass ?? 0, bucket.LastPass ?? 0), fail = new(0, bucket.Fail, bucket.FirstFail ?? 0, bucket.LastFail ?? 0);
            if (bucket.Fail == 0)
                segments.Add(pass);
            else if (bucket.Pass == 0)
                segments.Add(fail);
            else if (pass.Last < fail.First)
                segments.AddRange([pass, fail]);
            else if (fail.Last < pass.First)
                segments.AddRange([fail, pass]);
            else
                segments.Add(new TimelineSegment(bucket.Pass, bucket.Fail, Math.Min(pass.First, fail.First), Math.Max(pass.Last, fail.Last)));
        }
        return segments;
    }
}
