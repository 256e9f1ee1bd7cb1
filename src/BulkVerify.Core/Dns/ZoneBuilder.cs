namespace BulkVerify.Dns;

/// <summary>Collects the entries of one or more master files and makes a <see cref="ZoneView"/> of them. Not thread-safe.</summary>
/// <remarks>RRsets are merged over all files, equal records counted once (RFC 2181 §5). Records win over a status directive for the same question.
/// When one file is partial the whole view is.</remarks>
public sealed class ZoneBuilder : IZoneSink
{
    /// <summary>Most errors kept with their text; all are counted.</summary>
    public const int MaxErrorsKept = 100;

    /// <summary>An RRset from here on is kept as a set beside its list.</summary>
    private const int ManyRecords = 16;

    private readonly Dictionary<string, ZoneNode?> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ZoneNode?>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _absentLookup;
    private readonly List<ZoneFileError> _errors = [];
    private readonly Dictionary<ZoneNode, HashSet<DnsRecord>> _seen = [];
    private readonly Dictionary<DnsQuestion, DateTimeOffset> _dates = [];
    private bool _hasWildcards;
    private ZoneEntry? _block;
    private DateTimeOffset? _firstAsked;
    private DateTimeOffset? _lastAsked;

    public ZoneBuilder()
    {
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        _absentLookup = _absent.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The first <see cref="MaxErrorsKept"/> errors.</summary>
    public IReadOnlyList<ZoneFileError> Errors => _errors;

    public int ErrorCount { get; private set; }

    public int RecordCount { get; private set; }

    public bool IsPartial { get; private set; }

    public void MarkPartial() => IsPartial = true;

    public void Report(ZoneFileError error)
    {
        ErrorCount++;
        if (_errors.Count < MaxErrorsKept)
            _errors.Add(error);
    }

    public void Add(in ZoneEntry entry)
    {
        if (entry.Asked is { } asked)
        {
            _firstAsked = _firstAsked is null || asked < _firstAsked ? asked : _firstAsked;
            _lastAsked = _lastAsked is null || asked > _lastAsked ? asked : _lastAsked;
        }
        switch (entry.Kind)
        {
            case ZoneEntryKind.Asked:
                EndBlock();
                _block = entry;
                break;
            case ZoneEntryKind.Record:
                AddRecord(Dated(NodeOf(entry.Owner, entry.Type), entry), entry.Record!);
                break;
            case ZoneEntryKind.Exists:
                MakeExist(entry.Owner);
                break;
            case ZoneEntryKind.Status:
                SetStatus(Dated(entry.Status == DnsStatus.NxDomain ? NodeAt(entry.Owner, entry.Type) : NodeOf(entry.Owner, entry.Type), entry), entry.Status);
                break;
            case ZoneEntryKind.NxDomainName:
                SetStatus(Dated(NodeAt(entry.Owner, default), entry), DnsStatus.NxDomain);
                break;
            case ZoneEntryKind.Aliases:
                ZoneNode node = NodeOf(entry.Owner, entry.Type);
                node.Answer = node.Answer with { Aliases = entry.Aliases! };
                break;
        }
    }

    /// <summary>The view of all that was added. The builder is spent.</summary>
    public ZoneView Build()
    {
        // One question that ended as NXDOMAIN speaks for its name where the world is closed.
        foreach (string name in IsPartial ? [] : _absent)
            _names[name] = new ZoneNode(default, DnsAnswer.NxDomain, _names[name]);
        EndBlock();
        return new ZoneView(_names, IsPartial, _hasWildcards, _dates)
        {
            RecordCount = RecordCount,
            FirstAsked = _firstAsked,
            LastAsked = _lastAsked,
        };
    }

    /// <summary>Keeps when a question was asked itself, where its records stood before in the answer to another, as the end of a CNAME chain does.</summary>
    private void EndBlock()
    {
        if (_block is { Asked: { } asked } block && _names.GetValueOrDefault(block.Owner.Value)?.AskedAt(block.Type) != asked)
            _dates.TryAdd(new DnsQuestion(block.Owner, block.Type), asked);
        _block = null;
    }

    private static ZoneNode Dated(ZoneNode node, in ZoneEntry entry)
    {
        node.Asked ??= entry.Asked;
        return node;
    }

    private void AddRecord(ZoneNode node, DnsRecord record)
    {
        switch (node.Answer.Records)
        {
            case { Count: 0 }:
                node.Answer = new DnsAnswer(DnsStatus.Success, [record], node.Answer.Aliases);
                break;
            case List<DnsRecord> records:
                if (HoldsRecord(node, records, record))
                    return;
                records.Add(record);
                break;
            case { } single:
                if (single[0].Equals(record))
                    return;
                node.Answer = node.Answer with { Records = new List<DnsRecord>(2) { single[0], record } };
                break;
        }
        RecordCount++;
    }

    private bool HoldsRecord(ZoneNode node, List<DnsRecord> records, DnsRecord record)
    {
        if (records.Count < ManyRecords)
            return records.Contains(record);
        if (!_seen.TryGetValue(node, out HashSet<DnsRecord>? seen))
            _seen.Add(node, seen = [.. records]);
        return !seen.Add(record);
    }

    private static void SetStatus(ZoneNode node, DnsStatus status)
    {
        if (node.Answer.Records.Count > 0)
            return;
        DnsAnswer plain = DnsAnswer.Without(status);
        node.Answer = node.Answer.Aliases.Count == 0 ? plain : plain with { Aliases = node.Answer.Aliases };
    }

    /// <summary>The node of a name that thereby exists.</summary>
    private ZoneNode NodeOf(DomainName owner, DnsRecordType type)
    {
        MakeExist(owner);
        return NodeAt(owner, type);
    }

    private ZoneNode NodeAt(DomainName owner, DnsRecordType type)
    {
        if (!_names.TryGetValue(owner.Value, out ZoneNode? first))
            _absent.Add(owner.Value);
        if (first?.FindNode(type) is { } held)
            return held;
        var added = new ZoneNode(type, DnsAnswer.NoData, first);
        _names[owner.Value] = added;
        return added;
    }

    /// <summary>A name exists, and so does every name above it (RFC 8020 §2: empty non-terminals).</summary>
    private void MakeExist(DomainName owner)
    {
        _hasWildcards |= owner.Value is "*" || owner.Value.StartsWith("*.", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = owner.Value;
        for (int dot; _lookup.TryAdd(rest, null) || _absentLookup.Remove(rest); rest = rest[(dot + 1)..])
        {
            dot = rest.IndexOf('.');
            if (dot < 0)
                return;
        }
    }
}
