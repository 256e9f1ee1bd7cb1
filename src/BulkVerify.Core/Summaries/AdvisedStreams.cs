using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Which streams advice is given for. Where nobody named the organizations, mail of mailbox providers and mail that comes through discussion lists is evidently
/// not of whoever reads the summary. Pure.</summary>
internal static class AdvisedStreams
{
    /// <summary>A List-Id that so many organizations write to is a discussion list; a newsletter has one author.</summary>
    private const int DiscussingOrganizations = 3;

    public static HashSet<StreamKey> Of(RunStatistics statistics, SummaryContext context)
    {
        HashSet<string> discussions = context.InfersOrganizations ? Discussions(statistics, context) : [];
        return [.. statistics.Streams
            .Where(s => !s.Key.IsOthers)
            .Where(s => DomainName.TryParse(s.Key.AuthorDomain.AsSpan()) is not { } author || (context.MayAdvise(author) && !IsDiscussion(s.Value.Facts, discussions)))
            .Select(s => s.Key)];
    }

    private static HashSet<string> Discussions(RunStatistics statistics, SummaryContext context)
    {
        var authors = new Dictionary<string, HashSet<DomainName>>(StringComparer.Ordinal);
        foreach ((StreamKey key, StreamTally tally) in statistics.Streams)
        {
            if (DomainName.TryParse(key.AuthorDomain.AsSpan()) is not { } author)
                continue;
            foreach (string list in tally.Facts.Lists.Texts.Keys)
            {
                if (!authors.TryGetValue(list, out HashSet<DomainName>? known))
                    authors[list] = known = [];
                known.Add(context.PublicSuffixes.OrganizationalDomain(author));
            }
        }
        return authors.Where(a => a.Value.Count >= DiscussingOrganizations).Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>True when most of the stream came through discussion lists.</summary>
    private static bool IsDiscussion(StreamFacts facts, HashSet<string> discussions) =>
        facts.Messages > 0 && facts.Lists.Texts.Where(l => discussions.Contains(l.Key)).Sum(l => l.Value) * 2 > facts.Messages;
}
