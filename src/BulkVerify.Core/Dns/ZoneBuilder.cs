using System.Collections.Frozen;

namespace BulkVerify.Dns;

/// <summary>Collects the entries of one or more master files and makes a <see cref="ZoneView"/> of them. Not thread-safe.</summary>
/// <remarks>RRsets are merged over all files, equal records counted once (RFC 2181 §5). Records win over a status directive for the same question.
/// When one file is partial the whole view is.</remarks>
public sealed class ZoneBuilder : IZoneSink
{
    /// <summary>Most errors kept with their text; all are counted.</summary>
    public const int MaxErrorsKept = 100;

    private readonly Dictionary<string, Pending?> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pending?>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _absentLookup;
    private readonly List<ZoneFileError> _errors = [];
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
            case ZoneEntryKind.Record:
                if (SetOf(entry.Owner, entry.Type).TryAdd(entry.Record!))
                    RecordCount++;
                break;
            case ZoneEntryKind.Exists:
                MakeExist(entry.Owner);
                break;
            case ZoneEntryKind.Status when entry.Status == DnsStatus.NxDomain:
                SetAt(entry.Owner, entry.Type, makeExist: false).Status = entry.Status;
                break;
            case ZoneEntryKind.Status:
                SetOf(entry.Owner, entry.Type).Status = entry.Status;
                break;
            case ZoneEntryKind.NxDomainName:
                SetAt(entry.Owner, default, makeExist: false).Status = DnsStatus.NxDomain;
                break;
            case ZoneEntryKind.Aliases:
                SetOf(entry.Owner, entry.Type).Aliases = entry.Aliases;
                break;
        }
    }

    /// <summary>The view of all that was added. The builder is spent.</summary>
    public ZoneView Build()
    {
        bool hasWildcards = false;
        var nodes = new KeyValuePair<string, ZoneNode?>[_names.Count];
        int count = 0;
        foreach ((string name, Pending? first) in _names)
        {
            hasWildcards |= name.StartsWith("*.", StringComparison.Ordinal);
            ZoneNode? node = null;
            // One question that ended as NXDOMAIN speaks for the name where the world is closed.
            if (!IsPartial && _absent.Contains(name))
                node = new ZoneNode(default, DnsAnswer.NxDomain, null);
            for (Pending? set = first; set is not null; set = set.Next)
                node = new ZoneNode(set.Type, set.Answer(), node);
            nodes[count++] = new(name, node);
        }
        _names.Clear();
        return new ZoneView(nodes.ToFrozenDictionary(StringComparer.Ordinal), IsPartial, hasWildcards)
        {
            RecordCount = RecordCount,
            FirstAsked = _firstAsked,
            LastAsked = _lastAsked,
        };
    }

    private Pending SetOf(DomainName owner, DnsRecordType type) => SetAt(owner, type, makeExist: true);

    private Pending SetAt(DomainName owner, DnsRecordType type, bool makeExist)
    {
        if (makeExist)
            MakeExist(owner);
        else if (!_names.ContainsKey(owner.Value))
            _absent.Add(owner.Value);
        _names.TryGetValue(owner.Value, out Pending? first);
        for (Pending? set = first; set is not null; set = set.Next)
        {
            if (set.Type == type)
                return set;
        }
        var added = new Pending(type, first);
        _names[owner.Value] = added;
        return added;
    }

    /// <summary>A name exists, and so does every name above it (RFC 8020 §2: empty non-terminals).</summary>
    private void MakeExist(DomainName owner)
    {
        ReadOnlySpan<char> rest = owner.Value;
        for (int dot; _lookup.TryAdd(rest, null) || _absentLookup.Remove(rest); rest = rest[(dot + 1)..])
        {
            dot = rest.IndexOf('.');
            if (dot < 0)
                return;
        }
    }

    /// <summary>An RRset in the making.</summary>
    private sealed class Pending(DnsRecordType type, Pending? next)
    {
        private DnsRecord? _first;
        private List<DnsRecord>? _records;
        private HashSet<DnsRecord>? _seen;

        public DnsRecordType Type { get; } = type;

        public Pending? Next { get; } = next;

        public DnsStatus Status { get; set; } = DnsStatus.NoData;

        public DomainName[]? Aliases { get; set; }

        public bool TryAdd(DnsRecord record)
        {
            if (_first is null)
            {
                _first = record;
                return true;
            }
            _records ??= [_first];
            if (_records.Count < 16 ? _records.Contains(record) : !(_seen ??= [.. _records]).Add(record))
                return false;
            _records.Add(record);
            return true;
        }

        public DnsAnswer Answer()
        {
            DomainName[] aliases = Aliases ?? [];
            if (_first is not null)
                return new DnsAnswer(DnsStatus.Success, _records?.ToArray() ?? [_first], aliases);
            DnsAnswer plain = Status switch
            {
                DnsStatus.NxDomain => DnsAnswer.NxDomain,
                DnsStatus.ServFail => DnsAnswer.ServFail,
                DnsStatus.Timeout => DnsAnswer.Timeout,
                _ => DnsAnswer.NoData,
            };
            return aliases.Length == 0 ? plain : plain with { Aliases = aliases };
        }
    }
}
