using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Finds when the mechanisms of streams broke or were mended, when its mail took another way, and what changed at the same time. Pure.</summary>
internal static class ChangeFinder
{
    private const double Well = 0.8, Badly = 0.2;

    /// <summary>Share of a sender's mail that two From domains of different organizations make up, so that one can be said to follow the other.</summary>
    private const double Most = 0.8;

    private const long LeastMessages = 3;

    private const int MostStrays = 2;

    /// <summary>Most messages lost first, then newest; ties in text order.</summary>
    public static IReadOnlyList<StreamChange> Find(IReadOnlyDictionary<StreamKey, StreamTally> streams, SummaryContext context)
    {
        KeyValuePair<StreamKey, StreamTally>[] apart = [.. streams.Where(s => !s.Key.IsOthers)];
        StreamChange[] domains = [.. apart.GroupBy(s => s.Key.Sender, StringComparer.Ordinal).SelectMany(sender => OfFromDomains(sender, context))];
        // A sender that sent as another domain of ours before is no new one.
        HashSet<StreamKey> known = [.. domains.Select(c => new StreamKey(c.Sender, c.AuthorDomain))];
        IEnumerable<StreamChange> arrivals = apart.Where(s => s.Key.AuthorDomain.Length > 0).GroupBy(s => s.Key.AuthorDomain, StringComparer.Ordinal).SelectMany(author => SenderArrivals.Of([.. author]))
            .Where(c => !known.Contains(new StreamKey(c.Sender, c.AuthorDomain)));
        return
        [
            .. apart.SelectMany(s => OfStream(s.Key, s.Value.History, context.AskedAt)).Concat(domains).Concat(arrivals)
                .OrderByDescending(c => c.Lost).ThenByDescending(c => c.At).ThenBy(c => c.Sender, StringComparer.Ordinal).ThenBy(c => c.AuthorDomain, StringComparer.Ordinal).ThenBy(c => c.Mechanism, StringComparer.Ordinal),
        ];
    }

    /// <summary>True where enough messages are judged and nearly all of them pass.</summary>
    internal static bool IsWell(RequirementTally tally) => tally.Judged >= LeastMessages && tally.Met >= Well * tally.Judged;

    /// <summary>True where enough messages are judged and nearly none of them passes.</summary>
    internal static bool IsBad(RequirementTally tally) => tally.Judged >= LeastMessages && tally.Met <= Badly * tally.Judged;

    private static IEnumerable<StreamChange> OfStream(StreamKey key, StreamHistory history, long? askedAt)
    {
        StreamChange[] dkim = [.. OfTimeline(key, "dkim", history.Dkim, history)];
        return [.. dkim, .. OfTimeline(key, "spf", history.Spf, history), .. OfRoute(key, history), .. OfAbsentKeys(key, history, askedAt).Where(c => !dkim.Any(d => d.At == c.At))];
    }

    /// <summary>Mail that was sent on as it was, against what came straight.</summary>
    private static IEnumerable<StreamChange> OfRoute(StreamKey key, StreamHistory history)
    {
        if (history.SentOn.Buckets.Count == 0)
            return [];
        var all = new Timeline();
        all.MergeAsPassing(history.Spf);
        all.Merge(history.SentOn);
        return OfTimeline(key, "route", all, history);
    }

    /// <summary>Mail that verified and from a day on is signed with a key that the DNS does not have, to the end of the stream. A key that is gone again after others came, or
    /// long after its mail, was retired.</summary>
    private static IEnumerable<StreamChange> OfAbsentKeys(StreamKey key, StreamHistory history, long? askedAt)
    {
        if (history.AbsentKeys.Buckets.Count == 0)
            return [];
        var all = new Timeline();
        all.Merge(history.Dkim);
        all.Merge(history.AbsentKeys);
        return OfTimeline(key, "key", all, history).TakeLast(1).Where(c => c.IsBreak && !(c.At < askedAt - SummaryContext.OldMailSeconds)
            && history.AbsentKeys.Buckets.Where(b => b.LastFail >= c.At).Sum(b => b.Fail) * 2 > c.Lost);
    }

    private static IEnumerable<StreamChange> OfTimeline(StreamKey key, string mechanism, Timeline timeline, StreamHistory history)
    {
        List<TimelineSegment> segments = TimelineSegment.Of(timeline);
        foreach ((int index, long passBefore, long before, long passAfter, long after) in ChangePoints.Of(segments))
        {
            bool isBreak = passBefore * after > passAfter * before;
            (long last, long at) = Around(segments, index);
            string cause = mechanism switch
            {
                "dkim" => ChangeCause.OfDkim(history, last, at, isBreak),
                "key" => $"{ChangeCause.OfDkim(history, last, at, isBreak)}; the DNS does not have the key",
                "route" => ChangeCause.OfRoute(history, last, at, isBreak),
                _ => ChangeCause.OfSpf(history, last, at, isBreak),
            };
            ChangeKind kind = mechanism == "route" ? (isBreak ? ChangeKind.Forwarded : ChangeKind.Straight) : isBreak ? ChangeKind.Broke : ChangeKind.Mended;
            yield return new StreamChange(key.Sender, key.AuthorDomain, mechanism, kind, segments[index].First, cause, passBefore, before, passAfter, after);
        }
    }

    /// <summary>The times between which the change lies, as far as messages can be told apart: the first ones after it may be strays.</summary>
    private static (long Last, long At) Around(List<TimelineSegment> segments, int index)
    {
        TimelineSegment before = segments[index - 1], after = segments[Math.Min(index + MostStrays, segments.Count - 1)];
        return (before is { Pass: > 0, Fail: > 0 } ? before.First - 1 : before.Last, after is { Pass: > 0, Fail: > 0 } ? after.Last : after.First);
    }

    /// <summary>A From domain that authenticates ends, and another of the same sender that does not begins after it.</summary>
    private static IEnumerable<StreamChange> OfFromDomains(IGrouping<string, KeyValuePair<StreamKey, StreamTally>> sender, SummaryContext context)
    {
        long all = sender.Sum(s => s.Value.Messages);
        foreach ((StreamKey key, StreamTally tally) in sender)
        {
            RequirementTally either = tally.Facts.Either;
            if (tally.First is not { } first || !IsBad(either))
                continue;
            KeyValuePair<StreamKey, StreamTally> before = sender
                .Where(s => s.Value.Last < first && IsWell(s.Value.Facts.Either))
                .Where(s => s.Value.Messages + tally.Messages >= Most * all || AreOfOneOwner(s.Key.AuthorDomain, key.AuthorDomain, context))
                .OrderByDescending(s => s.Value.Last).ThenBy(s => s.Key).FirstOrDefault();
            if (before.Value is not { } old)
                continue;
            yield return new StreamChange(
                key.Sender, key.AuthorDomain, "from", ChangeKind.Broke, first, $"From domain {before.Key.AuthorDomain} -> {key.AuthorDomain}", old.Facts.Either.Met, old.Facts.Either.Judged, either.Met, either.Judged);
        }
    }

    /// <summary>Customers of a vendor come and go: that one ends and another begins is no change of either.</summary>
    private static bool AreOfOneOwner(string one, string other, SummaryContext context)
    {
        if (DomainName.TryParse(one.AsSpan()) is not { } first || DomainName.TryParse(other.AsSpan()) is not { } second)
            return false;
        return context.InfersOrganizations
            ? context.PublicSuffixes.OrganizationalDomain(first) == context.PublicSuffixes.OrganizationalDomain(second)
            : context.IsOurs(first) && context.IsOurs(second);
    }
}
