using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Finds senders that begin to send with a From domain that others sent with before, and whose mail does not pass: vendors that something verified shows, and others where
/// they take the place of one whose mail passed. Anybody can begin to send without being either. Pure.</summary>
internal static class SenderArrivals
{
    /// <summary>Share of a From domain's mail that two senders make up, so that one can be said to follow the other whoever it is.</summary>
    private const double Most = 0.8;

    /// <summary>A sender is not there yet, or gone, when nothing of it is seen for so many times its longest silence.</summary>
    private const int Silences = 3;

    /// <summary>Mail of one that stops may go on for a while beside that of its successor, in seconds.</summary>
    private const long HandOver = 30 * 86_400;

    /// <param name="streams">All streams of one From domain.</param>
    public static IEnumerable<StreamChange> Of(IReadOnlyCollection<KeyValuePair<StreamKey, StreamTally>> streams)
    {
        Presence[] all = [.. streams.Select(s => Presence.Of(s.Key, s.Value)).OfType<Presence>()];
        if (all.Length < 2)
            return [];
        long first = all.Min(p => p.First), last = all.Max(p => p.Last), messages = streams.Sum(s => s.Value.Messages);
        Presence[] passing = [.. all.Where(p => p.Passes)];
        return all.Where(p => p.Fails && p.First - first > Silences * p.LongestSilence).Select(p => Arrival(p, passing, last, messages)).OfType<StreamChange>();
    }

    private static StreamChange? Arrival(Presence arrived, Presence[] passing, long last, long messages)
    {
        Presence? before = passing.Where(p => p.First < arrived.First && p.Last < arrived.First + HandOver && last - p.Last > Silences * p.LongestSilence)
            .OrderByDescending(p => p.Last).ThenBy(p => p.Sender, StringComparer.Ordinal).FirstOrDefault();
        bool isKnown = arrived.IsProvenVendor && passing.Any(p => p.First < arrived.First);
        if (!isKnown && !(before is not null && arrived.Authenticates && arrived.Messages + before.Messages >= Most * messages))
            return null;
        return new StreamChange(
            arrived.Sender, arrived.AuthorDomain, "sender", ChangeKind.Began, arrived.First,
            before is null ? "first mail of it with this From domain" : $"first mail of it with this From domain; {before.Sender}, which passed, stopped on {CsvText.Day(before.Last)}",
            before?.Either.Met ?? 0, before?.Either.Judged ?? 0, arrived.Either.Met, arrived.Either.Judged);
    }

    /// <summary>When mail of a stream that came straight is seen, and what of it passes.</summary>
    private sealed record Presence(string Sender, string AuthorDomain, StreamFacts Facts, long First, long Last, long LongestSilence)
    {
        public long Messages => Facts.Messages;

        public RequirementTally Either => Facts.Either;

        public bool Passes => ChangeFinder.IsWell(Either);

        public bool Fails => ChangeFinder.IsBad(Either);

        public bool IsProvenVendor => IntegrationFinder.IsProvenVendor(Facts);

        /// <summary>Most messages authenticate as somebody: no spoof that leaves no trace.</summary>
        public bool Authenticates => Facts.Authenticated * 2 > Facts.Messages;

        /// <summary>Null where no message has a time.</summary>
        public static Presence? Of(StreamKey stream, StreamTally tally)
        {
            var seen = new Timeline();
            seen.Merge(tally.History.Dkim);
            seen.Merge(tally.History.Spf);
            seen.Merge(tally.History.AbsentKeys);
            if (seen.Buckets.Count == 0)
                return null;
            long silence = 0;
            for (int i = 1; i < seen.Buckets.Count; i++)
                silence = Math.Max(silence, seen.Buckets[i].First - seen.Buckets[i - 1].Last);
            return new Presence(stream.Sender, stream.AuthorDomain, tally.Facts, seen.Buckets[0].First, seen.Buckets[^1].Last, silence);
        }
    }
}
