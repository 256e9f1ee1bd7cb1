namespace BulkVerify.Statistics;

/// <summary>What receivers said on arrival by one mechanism, and what comes out today for the same messages. Adding and merging commute. Not thread-safe.</summary>
public sealed class ThenCount : IStoredTally
{
    /// <summary>Messages of which the receiver gave a verdict.</summary>
    public long Said { get; set; }

    /// <summary>Of those, the ones that passed then.</summary>
    public long Passed { get; set; }

    /// <summary>Of those that it gave a verdict of, the ones that can be judged today.</summary>
    public long Judged { get; set; }

    /// <summary>Of those judged today, the ones that pass.</summary>
    public long PassNow { get; set; }

    public void Add(bool passed, bool isJudged, bool passesNow)
    {
        Said++;
        Passed += passed ? 1 : 0;
        Judged += isJudged ? 1 : 0;
        PassNow += isJudged && passesNow ? 1 : 0;
    }

    public void Merge(ThenCount other)
    {
        Said += other.Said;
        Passed += other.Passed;
        Judged += other.Judged;
        PassNow += other.PassNow;
    }

    void IStoredTally.Exchange(TallyPort port)
    {
        Said = port.Exchange(Said);
        Passed = port.Exchange(Passed);
        Judged = port.Exchange(Judged);
        PassNow = port.Exchange(PassNow);
    }
}
