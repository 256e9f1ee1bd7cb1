using System.Collections.Concurrent;

namespace BulkVerify.Statistics;

/// <summary>What messages of one stream came to before and under a change. Adding and merging commute. Not thread-safe.</summary>
public sealed class WhatIfTally
{
    /// <summary>Changes whose text is kept: what they are made of comes from small closed sets.</summary>
    private const int MaxTexts = 4096;

    private static readonly ConcurrentDictionary<(string, string, string, string), string> Texts = new();

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
    /// <param name="verdict">How it counted.</param>
    /// <param name="place">Its place.</param>
    /// <param name="after">How it counts.</param>
    public void Change(KeptVerdict verdict, MessageLocator place, MessageRow after)
    {
        MessageRow before = verdict.Row;
        Assessment was = RowAssessor.Assess(before), becomes = RowAssessor.Assess(after);
        After.Move(before, after);
        Gained += becomes == Assessment.Pass && was != Assessment.Pass ? 1 : 0;
        Lost += was == Assessment.Pass && becomes != Assessment.Pass ? 1 : 0;
        if (ChangeOf(before, after) is not { Length: > 0 } change)
            return;
        if (!Changes.TryGetValue(change, out CauseTally? tally))
            Changes[change] = tally = new CauseTally();
        tally.Add(verdict, place);
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

    /// <summary>True when both rows count alike for certain, by the columns that decide: most rows do, and are not worth more time.</summary>
    public static bool IsSame(MessageRow before, MessageRow after)
    {
        if (before.SpfAligned != after.SpfAligned || before.DmarcResult != after.DmarcResult || before.SpfResult != after.SpfResult || before.SpfReason != after.SpfReason
            || before.Indirect != after.Indirect || before.Class != after.Class || before.Dkim.Count != after.Dkim.Count)
            return false;
        // A policy asks nothing of a message that passes.
        if (before.DmarcResult != "pass" && (before.DmarcReason != after.DmarcReason || before.DmarcEffectivePolicy != after.DmarcEffectivePolicy))
            return false;
        for (int i = 0; i < before.Dkim.Count; i++)
        {
            SignatureRow was = before.Dkim[i], becomes = after.Dkim[i];
            if (was.Aligned != becomes.Aligned || was.Result != becomes.Result || was.Reason != becomes.Reason)
                return false;
        }
        return true;
    }

    /// <summary>"fail -> pass; SPF softfail -> SPF passes aligned"; empty when nothing changes that counts.</summary>
    public static string ChangeOf(MessageRow before, MessageRow after)
    {
        string was = RowAssessor.FailureCause(before), becomes = RowAssessor.FailureCause(after);
        if (was == becomes && RowAssessor.Assess(before) == RowAssessor.Assess(after) && RowAssessor.Disposition(before) == RowAssessor.Disposition(after))
            return "";
        var key = (RowAssessor.OutcomeWords(before), RowAssessor.OutcomeWords(after), was, becomes);
        if (Texts.TryGetValue(key, out string? known))
            return known;
        string text = TextOf(key);
        return Texts.Count < MaxTexts ? Texts.GetOrAdd(key, text) : text;
    }

    private static string TextOf((string WasOutcome, string Outcome, string WasCause, string Cause) change)
    {
        var parts = new List<string>(3);
        Put(change.WasOutcome, change.Outcome);
        string[] was = change.WasCause.Split("; "), becomes = change.Cause.Split("; ");
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
