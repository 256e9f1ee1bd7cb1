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

    /// <summary>Takes over a stream as it came out: nothing changes.</summary>
    public void Add(StreamTally stream)
    {
        Messages += stream.Messages;
        Before.Add(stream);
        After.Add(stream);
    }

    /// <summary>What a message, counted with its stream, comes to instead.</summary>
    public void Change(MessageRow before, MessageRow after)
    {
        Assessment was = RowAssessor.Assess(before), becomes = RowAssessor.Assess(after);
        After.Move(before, after);
        Gained += becomes == Assessment.Pass && was != Assessment.Pass ? 1 : 0;
        Lost += was == Assessment.Pass && becomes != Assessment.Pass ? 1 : 0;
        if (ChangeOf(before, after) is not { Length: > 0 } change)
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
