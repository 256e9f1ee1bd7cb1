namespace BulkVerify.Statistics;

/// <summary>The tables behind the default summary: a shortcut that equals what all rows give. Merging commutes. Not thread-safe.</summary>
public sealed class RunStatistics
{
    private string _lastArchiveName = "";
    private ArchiveTally? _lastArchive;

    // Finds a stream by one hash; the ordered table is for who writes it.
    private readonly Dictionary<StreamKey, StreamTally> _index = [];
    private readonly SortedDictionary<StreamKey, StreamTally> _streams = [];

    /// <summary>Keyed and ordered, so that equal content has equal bytes.</summary>
    public IReadOnlyDictionary<StreamKey, StreamTally> Streams => _streams;

    /// <summary>Fingerprints of all messages that have one; copies occur as often as the message does.</summary>
    public List<ulong> Fingerprints { get; } = [];

    /// <summary>Streams where the two DMARC rule sets differ: count by stream, by both results, and by the records and walks that cause it.</summary>
    public SortedDictionary<RuleDifferenceKey, CauseTally> RuleDifferences { get; } = [];

    /// <summary>Counts of <see cref="Statistics.Findings"/>.</summary>
    public SortedDictionary<Finding, CauseTally> Findings { get; } = [];

    /// <summary>By archive, see <see cref="ArchiveGroups"/>.</summary>
    public SortedDictionary<string, ArchiveTally> Archives { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages that repairs are tried on.</summary>
    public AlteredMessages Altered { get; } = new();

    public long Messages { get; private set; }

    /// <summary>Messages that have no row, being of another time than the period that was judged.</summary>
    public long OutsidePeriod { get; private set; }

    /// <summary>Messages that have no row, not being in the sample.</summary>
    public long NotSampled { get; private set; }

    public void Add(MessageRow row)
    {
        Messages++;
        var key = new StreamKey(row.Sender, row.AuthorDomain);
        TallyOf(key).Add(row);
        ArchiveOf(row.Archive).Add(row);
        Altered.Add(row);
        if (row.Fingerprint.Length > 0)
            Fingerprints.Add(ulong.Parse(row.Fingerprint, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
        if (row.DoRulesDiffer())
            DifferenceOf(new RuleDifferenceKey(key, $"{WithPolicy(row.DmarcResult, row.DmarcPolicy)} -> {WithPolicy(row.Dmarc7489Result, row.Dmarc7489Policy)}", row.DmarcDifference, row.DmarcWalk, row.Dmarc7489Walk)).Add(row);
        IReadOnlyList<Finding> findings = Statistics.Findings.Of(row);
        for (int i = 0; i < findings.Count; i++)
            FindingOf(findings[i]).Add(row);
    }

    /// <summary>Takes over what another one counted, which is not used any more afterwards.</summary>
    public void Merge(RunStatistics other)
    {
        Messages += other.Messages;
        LeaveOut(other.OutsidePeriod, other.NotSampled);
        foreach ((StreamKey key, StreamTally tally) in other.Streams)
            Merge(key, tally);
        Fingerprints.AddRange(other.Fingerprints);
        foreach ((RuleDifferenceKey difference, CauseTally tally) in other.RuleDifferences)
            DifferenceOf(difference).Merge(tally);
        foreach ((Finding finding, CauseTally tally) in other.Findings)
            FindingOf(finding).Merge(tally);
        foreach ((string group, ArchiveTally tally) in other.Archives)
            GroupOf(group).Merge(tally);
        Altered.Merge(other.Altered);
    }

    /// <summary>The same with other counts for some streams; a stream without messages is left out. Tables are shared with this one, which is not to be added to any more.</summary>
    internal RunStatistics WithStreams(IReadOnlyDictionary<StreamKey, StreamTally> replaced)
    {
        var other = new RunStatistics();
        other.Merge(this);
        foreach ((StreamKey key, StreamTally tally) in replaced)
        {
            other._streams.Remove(key);
            other._index.Remove(key);
            if (tally.Messages > 0)
                other.Adopt(key, tally);
        }
        return other;
    }

    /// <summary>Counts messages that have no row.</summary>
    public void LeaveOut(long outsidePeriod, long notSampled)
    {
        OutsidePeriod += outsidePeriod;
        NotSampled += notSampled;
    }

    /// <summary>Messages that are copies of another message of the run: all but one of each fingerprint.</summary>
    public long CountDuplicates()
    {
        Fingerprints.Sort();
        long duplicates = 0;
        for (int i = 1; i < Fingerprints.Count; i++)
        {
            if (Fingerprints[i] == Fingerprints[i - 1])
                duplicates++;
        }
        return duplicates;
    }

    /// <summary>Messages of one archive come together: the group is looked up when the archive changes.</summary>
    private ArchiveTally ArchiveOf(string archive)
    {
        if (_lastArchive is null || !ReferenceEquals(archive, _lastArchiveName))
            (_lastArchiveName, _lastArchive) = (archive, GroupOf(ArchiveGroups.Of(archive)));
        return _lastArchive;
    }

    private ArchiveTally GroupOf(string group)
    {
        if (!Archives.TryGetValue(group, out ArchiveTally? tally))
            Archives[group] = tally = new ArchiveTally();
        return tally;
    }

    internal void SetMessages(long messages) => Messages = messages;

    private StreamTally TallyOf(StreamKey key) => _index.TryGetValue(key, out StreamTally? tally) ? tally : Adopt(key, new StreamTally());

    /// <summary>Adds a stream that is not there, with all that is counted of it.</summary>
    internal StreamTally Adopt(StreamKey key, StreamTally tally)
    {
        _streams.Add(key, tally);
        return _index[key] = tally;
    }

    private void Merge(StreamKey key, StreamTally tally)
    {
        if (_index.TryGetValue(key, out StreamTally? known))
            known.Merge(tally);
        else
            Adopt(key, tally);
    }

    private CauseTally FindingOf(Finding finding)
    {
        if (!Findings.TryGetValue(finding, out CauseTally? tally))
            Findings[finding] = tally = new CauseTally();
        return tally;
    }

    private static string WithPolicy(string result, string policy) => policy.Length == 0 ? result : $"{result} ({policy})";

    private CauseTally DifferenceOf(RuleDifferenceKey difference)
    {
        if (!RuleDifferences.TryGetValue(difference, out CauseTally? tally))
            RuleDifferences[difference] = tally = new CauseTally();
        return tally;
    }
}
