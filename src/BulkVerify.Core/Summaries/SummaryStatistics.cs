using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Reads a file of statistics for a summary: the groups that it tells apart, and all others counted together. Every message counts once whatever is cut, and totals are
/// exact. Memory is bounded by the number of groups told apart. Not thread-safe.</summary>
public sealed class SummaryStatistics
{
    /// <summary>Octets of tallies that fit for each stream that is told apart, on average: five times what streams of ordinary mail have.</summary>
    private const long OctetsPerStream = 16 << 10;

    /// <summary>What fits however few are told apart.</summary>
    private const long LeastOctets = 16 << 20;

    private readonly SummaryContext _context;
    private readonly Dictionary<(StatisticsTable, string), GroupRanking> _rankings = [];
    private readonly HashSet<string> _foldedRelays = new(StringComparer.Ordinal);

    private SummaryStatistics(SummaryContext context) => _context = context with { Names = OrganizationNames.Of([], context) };

    /// <param name="file">What <see cref="StatisticsStore.WriteTo"/> wrote; read twice where not all groups are sure to be told apart.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RunStatistics Read(Stream file, SummaryContext context) => new SummaryStatistics(context).Read(file);

    private RunStatistics Read(Stream file)
    {
        long start = file.Position;
        if (TryReadFew(file) is { } few)
            return few;
        file.Position = start;
        foreach (StatisticsEntry group in new StatisticsReader(file).Entries())
            RankingOf(group).Offer(group, IsOurs(group));
        file.Position = start;
        var reader = new StatisticsReader(file);
        RunStatistics statistics = reader.Head;
        foreach (StatisticsEntry group in reader.Entries())
        {
            bool isOurs = IsOurs(group);
            if (RankingOf(group).Keeps(group, isOurs))
            {
                statistics.Take(group);
                continue;
            }
            statistics.Take(group with { Key = Fold(group, isOurs) });
            statistics.FoldedStreams += group.Table == StatisticsTable.Streams ? 1 : 0;
        }
        statistics.AddDuplicates(CountCopies(reader.Fingerprints()));
        return statistics;
    }

    /// <summary>Takes all groups as they come, where there are as few as one table alone may have; null where there are more.</summary>
    private RunStatistics? TryReadFew(Stream file)
    {
        if (file.Length - file.Position > LeastOctets)
            return null;
        var reader = new StatisticsReader(file);
        int groups = 0;
        foreach (StatisticsEntry group in reader.Entries())
        {
            if (++groups > _context.MaxStreams)
                return null;
            reader.Head.Take(group);
        }
        reader.Head.AddDuplicates(CountCopies(reader.Fingerprints()));
        return reader.Head;
    }

    private GroupRanking RankingOf(StatisticsEntry group)
    {
        (StatisticsTable, string) table = (group.Table, group.Table == StatisticsTable.Findings ? group.Key[0] : "");
        if (!_rankings.TryGetValue(table, out GroupRanking? ranking))
            _rankings[table] = ranking = new GroupRanking(_context.MaxStreams, Math.Max(LeastOctets, _context.MaxStreams * OctetsPerStream));
        return ranking;
    }

    private bool IsOurs(StatisticsEntry group)
    {
        if (_context.InfersOrganizations)
            return true;
        switch (group.Table)
        {
            case StatisticsTable.Findings when group.Key[0] == Findings.Relays:
                return RelayFinding.Parse(group.Key[1]) is { } relay && (relay.IsNamed || IsOurs(relay.Relay) || IsOurs(relay.From));
            case StatisticsTable.Findings:
                return IsOurs(group.Key[1].Split(':')[0]);
            case StatisticsTable.RuleDifferences:
                return IsOurs(group.Key[1]);
            default:
                if (IsOurs(group.Key[1]))
                    return true;
                var key = new StreamKey(group.Key[0], group.Key[1]);
                return Summary.IsOurs(key, Summary.IntegrationOf(key, group.Decode<StreamTally>(), _context), _context);
        }
    }

    private bool IsOurs(string domain) => DomainName.TryParse(domain.AsSpan()) is { } name && _context.IsOurs(name);

    /// <summary>The key of the group that counts it with others.</summary>
    private string[] Fold(StatisticsEntry group, bool isOurs)
    {
        string[] key = group.Key;
        return group.Table switch
        {
            StatisticsTable.Streams => isOurs ? [SenderOf(key[0]), StreamKey.Others] : [StreamKey.Others, StreamKey.NotOurs],
            StatisticsTable.RuleDifferences => [StreamKey.Others, StreamKey.Others, key[2], "", "", ""],
            _ when key[0] == Findings.Relays => [key[0], FoldRelay(key[1])],
            // "example.com: what is broken".
            _ => [key[0], StreamKey.Others + key[1][Math.Max(0, key[1].IndexOf(':', StringComparison.Ordinal))..]],
        };
    }

    /// <summary>Vendors are few, and what all their customers' mail comes to is worth a line.</summary>
    private string SenderOf(string sender) => _context.Catalog.Find(sender) is null ? StreamKey.Others : sender;

    /// <summary>A relay stays exact as long as there are not too many: From domains matter only by whose they are.</summary>
    private string FoldRelay(string text)
    {
        if (RelayFinding.Parse(text) is not { } relay || (!_foldedRelays.Contains(relay.Relay) && _foldedRelays.Count >= _context.MaxStreams))
            return StreamKey.Others;
        _foldedRelays.Add(relay.Relay);
        return (relay with { From = relay.From == relay.Relay || (!_context.InfersOrganizations && IsOurs(relay.From)) ? relay.From : StreamKey.Others }).ToString();
    }

    private static long CountCopies(IEnumerable<ulong> fingerprints)
    {
        long copies = 0;
        ulong? last = null;
        foreach (ulong fingerprint in fingerprints)
        {
            copies += fingerprint == last ? 1 : 0;
            last = fingerprint;
        }
        return copies;
    }
}
