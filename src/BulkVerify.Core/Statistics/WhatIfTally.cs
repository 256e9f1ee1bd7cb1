namespace BulkVerify.Statistics;

/// <summary>What messages of one stream came to before and under a change. Adding and merging commute. Not thread-safe.</summary>
public sealed class WhatIfTally
{
    public long Messages { get; private set; }

    public OutcomeCounts Before { get; } = new();

    public OutcomeCounts After { get; } = new();

    /// <summary>Messages that pass after and did not before.</summary>
    public long Gained { get; private set; }

    /// <summary>Messages that passed before and do not after.</summary>
    public long Lost { get; private set; }

    /// <summary>What changed, in words, with counts and examples.</summary>
    public SortedDictionary<string, CauseTally> Changes { get; } = new(StringComparer.Ordinal);

    public void Add(MessageRow before, MessageRow after)
    {
        Messages++;
        Assessment was = RowAssessor.Assess(before), becomes = ReferenceEquals(before, after) ? was : RowAssessor.Assess(after);
        Before.Add(was, before);
        After.Add(becomes, after);
        Gained += becomes == Assessment.Pass && was != Assessment.Pass ? 1 : 0;
        Lost += was == Assessment.Pass && becomes != Assessment.Pass ? 1 : 0;
        if (ReferenceEquals(before, after) || ChangeOf(before, after) is not { Length: > 0 } change)
            return;
        if (!Changes.TryGetValue(change, out CauseTally? tally))
            Changes[change] = tally = new CauseTally();
        tally.Add(before);
    }

    public void Merge(WhatIfTally other)
    {
        Messages += other.Messages;
        Before.Merge(other.Before);
        After.Merge(other.After);
        Gained += other.Gained;
        Lost += other.Lost;
        foreach ((string change, CauseTally tally) in other.Changes)
        {
            if (!Changes.TryGetValue(change, out CauseTally? known))
                Changes[change] = known = new CauseTally();
            known.Merge(tally);
        }
    }

    /// <summary>"fail -> pass; SPF softfail -> SPF passes aligned"; empty when nothing changes that counts.</summary>
    public static string ChangeOf(MessageRow before, MessageRow after)
    {
        var parts = new List<string>(3);
        Put(RowAssessor.OutcomeWords(before), RowAssessor.OutcomeWords(after));
        string[] was = RowAssessor.FailureCause(before).Split("; "), becomes = RowAssessor.FailureCause(after).Split("; ");
        Put(was[0], becomes[0]);
        Put(was[^1], becomes[^1]);
        return string.Join("; ", parts);

        void Put(string one, string other)
        {
            if (one != other)
                parts.Add($"{one} -> {other}");
        }
    }
}
