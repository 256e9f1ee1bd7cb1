namespace BulkVerify.Statistics;

/// <summary>The tables behind the default summary: a shortcut that equals what all rows give. Merging commutes. Not thread-safe.</summary>
public sealed class RunStatistics
{
    private string _lastArchiveName = "";
    private ArchiveTally? _lastArchive;

    // Finds a stream by one hash; the ordered table is for who writes it.
    private Dictionary<StreamKey, StreamTally> _index = [];
    private SortedDictionary<StreamKey, StreamTally> _streams = [];
    private long _duplicates;

    /// <summary>Keyed and ordered, so that equal content has equal bytes.</summary>
    public IReadOnlyDictionary<StreamKey, StreamTally> Streams => _streams;

    /// <summary>Fingerprints of all messages that have one; copies occur as often as the message does.</summary>
    public List<ulong> Fingerprints { get; private set; } = [];

    /// <summary>Streams where the two DMARC rule sets differ: count by stream, by both results, and by the records and walks that cause it.</summary>
    public SortedDictionary<RuleDifferenceKey, CauseTally> RuleDifferences { get; private set; } = [];

    /// <summary>Counts of <see cref="Statistics.Findings"/>.</summary>
    public SortedDictionary<Finding, CauseTally> Findings { get; private set; } = [];

    /// <summary>By archive, see <see cref="ArchiveGroups"/>.</summary>
    public SortedDictionary<string, ArchiveTally> Archives { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages that repairs are tried on.</summary>
    public AlteredMessages Altered { get; } = new();

    public long Messages { get; private set; }

    /// <summary>Streams that stand together in those of <see cref="StreamKey.Others"/>.</summary>
    public long FoldedStreams { get; internal set; }

    /// <summary>Groups of the tables that grow with what mail says.</summary>
    internal int Groups => _streams.Count + RuleDifferences.Count + Findings.Count;

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

    /// <summary>The stream that a row counts in, for tables that tell apart what this one does: its own, or the one of <see cref="StreamKey.Others"/> that stands for it.</summary>
    public StreamKey StreamOf(MessageRow row)
    {
        var key = new StreamKey(row.Sender, row.AuthorDomain);
        if (FoldedStreams == 0 || _index.ContainsKey(key))
            return key;
        var ofSender = new StreamKey(row.Sender, StreamKey.Others);
        return _index.ContainsKey(ofSender) ? ofSender : new StreamKey(StreamKey.Others, StreamKey.Others);
    }

    /// <summary>Takes over what another one counted, which is not used any more afterwards.</summary>
    public void Merge(RunStatistics other)
    {
        Messages += other.Messages;
        FoldedStreams += other.FoldedStreams;
        _duplicates += other._duplicates;
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
        long duplicates = _duplicates;
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

    /// <summary>What stands before the groups in a file: numbers of messages, archives, altered messages.</summary>
    internal void ExchangeHead(TallyPort port)
    {
        Messages = port.Exchange(Messages);
        OutsidePeriod = port.Exchange(OutsidePeriod);
        NotSampled = port.Exchange(NotSampled);
        port.Exchange(Archives);
        AlteredMessage[] altered = port.IsReading ? [] : [.. Altered.All];
        int count = port.ExchangeCount(altered.Length, AlteredMessages.MaxPerRun);
        for (int i = 0; i < count; i++)
        {
            AlteredMessage message = (port.IsReading ? AlteredMessage.None : altered[i]).Exchange(port);
            if (port.IsReading)
                Altered.Add(message);
        }
    }

    /// <summary>Memory of the groups in octets, about.</summary>
    internal long MeasureGroups()
    {
        var meter = new TallyMeter();
        foreach ((Finding finding, CauseTally tally) in Findings)
        {
            meter.Exchange(finding.Text);
            meter.Exchange(tally);
        }
        foreach ((RuleDifferenceKey key, CauseTally tally) in RuleDifferences)
        {
            meter.Exchange(key.Walk);
            meter.Exchange(key.Walk7489);
            meter.Exchange(tally);
        }
        foreach (StreamTally tally in _streams.Values)
            meter.Exchange(tally);
        return meter.Total;
    }

    /// <summary>All groups in the order of files.</summary>
    internal IEnumerable<StatisticsEntry> Entries()
    {
        var encoder = new TallyEncoder();
        return Findings.Select(f => StatisticsEntry.Of(f.Key, f.Value, encoder))
            .Concat(RuleDifferences.Select(d => StatisticsEntry.Of(d.Key, d.Value, encoder)))
            .Concat(_streams.Select(s => StatisticsEntry.Of(s.Key, s.Value, encoder)));
    }

    /// <summary>Counts a group that was read. Messages are not: they stand in the head.</summary>
    internal void Take(StatisticsEntry entry)
    {
        string[] key = entry.Key;
        switch (entry.Table)
        {
            case StatisticsTable.Findings:
                FindingOf(new Finding(key[0], key[1])).Merge(entry.Decode<CauseTally>());
                break;
            case StatisticsTable.RuleDifferences:
                DifferenceOf(new RuleDifferenceKey(new StreamKey(key[0], key[1]), key[2], key[3], key[4], key[5])).Merge(entry.Decode<CauseTally>());
                break;
            default:
                Merge(new StreamKey(key[0], key[1]), entry.Decode<StreamTally>());
                break;
        }
    }

    /// <summary>Counts messages that are copies of others.</summary>
    internal void AddDuplicates(long duplicates) => _duplicates += duplicates;

    /// <summary>Takes the groups and fingerprints out of this one. What is counted of messages and archives stays.</summary>
    internal RunStatistics TakeGroups()
    {
        var taken = new RunStatistics { _index = _index, _streams = _streams, Fingerprints = Fingerprints, RuleDifferences = RuleDifferences, Findings = Findings };
        (_index, _streams, Fingerprints, RuleDifferences, Findings) = ([], [], [], [], []);
        return taken;
    }

    private StreamTally TallyOf(StreamKey key) => _index.TryGetValue(key, out StreamTally? tally) ? tally : Adopt(key, new StreamTally());

    /// <summary>Adds a stream that is not there, with all that is counted of it.</summary>
    internal StreamTally Adopt(StreamKey key, StreamTally tally)
    {
        _streams.Add(key, tally);
        return _index[key] = tally;
    }

    /// <summary>Takes over what is counted of a stream.</summary>
    internal void Merge(StreamKey key, StreamTally tally)
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
