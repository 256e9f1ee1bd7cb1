using System.Text;

namespace BulkVerify.Dns;

/// <summary>DNS answered from master files. Immutable; safe for any number of readers.</summary>
/// <remarks>A closed world unless partial: a name that is not there is NXDOMAIN, one without the type NODATA, wildcards are expanded
/// (RFC 4592) and CNAMEs followed. In a partial view what is not there is <see cref="DnsStatus.NotRecorded"/>.
/// A look-up costs one hash; only names that are absent beside wildcards cost one per label.
/// The names stay in the dictionary they were collected in: freezing a million of them takes seconds and saves 5 ns a look-up.</remarks>
public sealed class ZoneView : IDatedView
{
    private readonly Dictionary<string, ZoneNode?> _names;
    private readonly Dictionary<string, ZoneNode?>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly bool _hasWildcards;
    private readonly Dictionary<DnsQuestion, DateTimeOffset> _dates;

    internal ZoneView(Dictionary<string, ZoneNode?> names, bool isPartial, bool hasWildcards, Dictionary<DnsQuestion, DateTimeOffset> dates)
    {
        _dates = dates;
        _names = names;
        _lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        IsPartial = isPartial;
        _hasWildcards = hasWildcards;
    }

    /// <summary>What is not in the files is not recorded, instead of absent.</summary>
    public bool IsPartial { get; }

    /// <summary>Records read, equal ones counted once.</summary>
    public int RecordCount { get; internal init; }

    /// <summary>The earliest <c>;bulkverify asked</c>; null when there is none.</summary>
    public DateTimeOffset? FirstAsked { get; internal init; }

    /// <summary>The latest <c>;bulkverify asked</c>; null when there is none.</summary>
    public DateTimeOffset? LastAsked { get; internal init; }

    /// <summary>The view of a master file's text, errors dropped: for text that the program itself made.</summary>
    public static ZoneView Parse(string text)
    {
        var builder = new ZoneBuilder();
        ZoneFile.Read(Encoding.UTF8.GetBytes(text), "zone", builder);
        return builder.Build();
    }

    /// <summary>When the answer to the question was asked, as the files say: of one that stands only at the end of a CNAME chain, when that was. What they do not date was asked at
    /// <see cref="FirstAsked"/>; null when they date nothing.</summary>
    public DateTimeOffset? AskedAt(in DnsQuestion question)
    {
        if (_dates.TryGetValue(question, out DateTimeOffset asked))
            return asked;
        return _names.GetValueOrDefault(question.Name.Value)?.AskedAt(question.Type) ?? FirstAsked;
    }

    public DnsAnswer Find(in DnsQuestion question)
    {
        DnsAnswer? answer = FindHere(question, out ZoneNode? alias);
        if (answer is not null)
            return answer;
        for (ZoneNode? followed = Volatile.Read(ref alias!.Followed); followed is not null; followed = followed.Next)
        {
            if (followed.Type == question.Type)
                return followed.Answer;
        }
        answer = AliasChain.Follow(question, TargetOf(alias)!, FindStep);
        ZoneNode? before = alias.Followed;
        // One loser of a race follows again next time.
        Interlocked.CompareExchange(ref alias.Followed, new ZoneNode(question.Type, answer, before), before);
        return answer;
    }

    /// <summary>What this view itself says of the question without following CNAMEs and without its rule for what is absent: an answer, or a CNAME to follow, or null for neither.</summary>
    internal DnsAnswer? FindOwn(in DnsQuestion question, out DomainName? target)
    {
        target = null;
        if (!_names.TryGetValue(question.Name.Value, out ZoneNode? node) || node is null)
            return null;
        if (node.Find(question.Type) is { } own)
            return own;
        if (TargetOf(node.FindNode(DnsRecordType.Cname)) is { } next)
        {
            target = next;
            return null;
        }
        return node.Find(default);
    }

    /// <summary>True when the name has records here, or a name below it.</summary>
    internal bool HoldsName(DomainName name) => _names.TryGetValue(name.Value, out ZoneNode? node) && node?.Find(default) is null;

    /// <summary>What this view says of one name. Null when <paramref name="alias"/> is to be followed.</summary>
    private DnsAnswer? FindHere(in DnsQuestion question, out ZoneNode? alias)
    {
        alias = null;
        string name = question.Name.Value;
        if (_names.TryGetValue(name, out ZoneNode? node))
            return FindAt(node, question.Type, IsPartial ? DnsAnswer.NotRecorded : DnsAnswer.NoData, out alias);
        if (_hasWildcards && TryFindWildcard(name, out node))
            return FindAt(node, question.Type, IsPartial ? DnsAnswer.NotRecorded : DnsAnswer.NoData, out alias);
        return IsPartial ? DnsAnswer.NotRecorded : DnsAnswer.NxDomain;
    }

    private static DnsAnswer? FindAt(ZoneNode? node, DnsRecordType type, DnsAnswer otherwise, out ZoneNode? alias)
    {
        alias = null;
        if (node is null)
            return otherwise;
        if (node.Find(type) is { } answer)
            return answer;
        // RFC 1034 §3.6.2: a CNAME answers for every other type.
        ZoneNode? cname = node.FindNode(DnsRecordType.Cname);
        if (TargetOf(cname) is null)
            return node.Find(default) ?? otherwise;
        alias = cname;
        return null;
    }

    /// <summary>RFC 4592 §3.3.1: the source of synthesis is * below the closest encloser, and no further up.</summary>
    private bool TryFindWildcard(ReadOnlySpan<char> name, out ZoneNode? node)
    {
        node = null;
        Span<char> wildcard = stackalloc char[DomainName.MaxLength + 2];
        wildcard[0] = '*';
        wildcard[1] = '.';
        for (int dot; (dot = name.IndexOf('.')) >= 0;)
        {
            name = name[(dot + 1)..];
            if (!_lookup.ContainsKey(name))
                continue;
            name.CopyTo(wildcard[2..]);
            return _lookup.TryGetValue(wildcard[..(name.Length + 2)], out node);
        }
        // The root encloses what nothing else does.
        return _lookup.TryGetValue("*", out node);
    }

    private DnsAnswer? FindStep(in DnsQuestion question, out DomainName? target)
    {
        DnsAnswer? answer = FindHere(question, out ZoneNode? alias);
        target = TargetOf(alias);
        return answer;
    }

    private static DomainName? TargetOf(ZoneNode? cname) => cname is { Answer.Records: { Count: > 0 } records } ? records[0].Target : null;
}
