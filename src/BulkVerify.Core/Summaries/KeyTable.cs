using System.Globalization;
using BulkVerify.Dns;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A line for each DKIM key (d, s) that signs: how strong it is, how long it is in use, what it passes, and what is wrong with it. Not thread-safe.</summary>
public sealed class KeyTable : IRowTable
{
    /// <summary>A key in use for longer than this should have been replaced (M3AAWG: every six months; a year is overdue).</summary>
    private const int MaxAgeDays = 366;

    private const int SecondsPerDay = 86_400;

    private readonly SummaryContext _context;
    private readonly IDnsView _zone;
    private readonly RowLister _list;
    private readonly BoundedGroups<(string Domain, string Selector), KeyUse> _keys;

    public KeyTable(SummaryContext context, IDnsView zone, RowLister list, GroupBound? bound = null)
    {
        (_context, _zone, _list) = (context, zone, list);
        Bound = bound ?? GroupBound.First();
        _keys = new(Bound, (SummaryGroups.Others, ""), HashOf, key => new KeyUse(key.Domain, key.Selector));
    }

    public GroupBound Bound { get; }

    public bool IsOverfull => _keys.Others is not null;

    public void Add(MessageRow row)
    {
        bool isInOthers = false;
        for (int i = 0; i < row.Dkim.Count; i++)
        {
            if (!IsCounted(row.Dkim, i))
                continue;
            KeyUse use = _keys.Of((row.Dkim[i].D, row.Dkim[i].S));
            // A message counts once in a line.
            if (use != _keys.Others || !isInOthers)
                use.Add(row, row.Dkim[i]);
            isInOthers |= use == _keys.Others;
        }
    }

    public void AddGroupsOf(MessageRow row, ICollection<ulong> groups)
    {
        for (int i = 0; i < row.Dkim.Count; i++)
        {
            if (IsCounted(row.Dkim, i))
                groups.Add(HashOf((row.Dkim[i].D, row.Dkim[i].S)));
        }
    }

    /// <summary>Most messages first, ties in text order.</summary>
    public SummaryTable ToTable()
    {
        KeyUse[] keys = [.. _keys.Held.Values.OrderByDescending(k => k.Messages).ThenBy(k => k.Domain, StringComparer.Ordinal).ThenBy(k => k.Selector, StringComparer.Ordinal)];
        Dictionary<KeyUse, KeyRecordFacts> records = keys.ToDictionary(k => k, k => KeyRecordFacts.Of(k.Domain, k.Selector, _zone));
        Dictionary<string, int> owners = records.Where(r => r.Value.Sha256.Length > 0).GroupBy(r => r.Value.Sha256, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(r => OrganizationOf(r.Key.Domain)).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        ILookup<string, KeyUse> byDomain = keys.ToLookup(k => k.Domain, StringComparer.Ordinal);
        return new SummaryTable(Columns, [.. keys.Select(k => Cells(k, records[k], SharedWith(records[k], owners), KeyRotation.Of(k, byDomain[k.Domain]))), .. _keys.Others is null ? [] : new[] { OthersCells(_keys.Others) }]);
    }

    private static List<SummaryColumn> Columns { get; } =
    [
        new("domain", "d=", SummaryColumnKind.Text), new("selector", "s=", SummaryColumnKind.Text), new("messages", "messages", SummaryColumnKind.Count),
        new("pass_share", "pass", SummaryColumnKind.Share), new("bits", "bits", SummaryColumnKind.Text), new("notes", "to mend", SummaryColumnKind.Sentence, 1),
        new("commonest_sender", "mostly", SummaryColumnKind.Text, 3), new("first", "first", SummaryColumnKind.Time, 2), new("last", "last", SummaryColumnKind.Time, 2),
        new("algorithm", "algorithm", SummaryColumnKind.Text, 6), new("key_source", "key from", SummaryColumnKind.Text, 7), new("record", "record", SummaryColumnKind.Text, 5),
        new("target", "CNAME to", SummaryColumnKind.Text, 0, IsDetail: true), new("shared_with", "shared", SummaryColumnKind.Text, 0, IsDetail: true), new("rotation", "rotation", SummaryColumnKind.Text, 0, IsDetail: true),
        new("judged", "judged", SummaryColumnKind.Count, 0, IsDetail: true), new("pass", "pass", SummaryColumnKind.Count, 0, IsDetail: true), new("aligned", "aligned", SummaryColumnKind.Count, 0, IsDetail: true),
        new("testing", "t=y", SummaryColumnKind.Count, 0, IsDetail: true), new("length_used", "l=", SummaryColumnKind.Count, 0, IsDetail: true), new("duplicates_unsigned", "not oversigned", SummaryColumnKind.Count, 0, IsDetail: true),
        new("examples", "failing", SummaryColumnKind.Examples, 8), new("list", "list", SummaryColumnKind.Text, 0, IsDetail: true),
    ];

    private object?[] Cells(KeyUse key, KeyRecordFacts record, string shared, string rotation)
    {
        string bits = key.MaxBits == 0 ? "-" : key.MinBits == key.MaxBits ? Text(key.MaxBits) : $"{Text(key.MinBits)}-{Text(key.MaxBits)}";
        return
        [
            key.Domain, key.Selector, key.Messages, key.Judged == 0 ? null : (double)key.Pass / key.Judged, bits, string.Join("; ", Notes(key, record, shared, rotation)),
            key.Senders.Commonest(), key.First, key.Last, string.Join(' ', key.Algorithms.Texts.Keys), string.Join(' ', key.Sources.Texts.Keys), record.State,
            record.Target, shared, rotation, key.Judged, key.Pass, key.Aligned, key.Testing, key.WithLength, key.DuplicatesUnsigned, SummaryExample.Of(key.Failing), key.Selector.Length == 0 ? "" : _list("", "", $"key={key.Selector}._domainkey.{key.Domain}"),
        ];
    }

    /// <summary>Nothing that one record decides is said of many keys.</summary>
    private object?[] OthersCells(KeyUse others)
    {
        object?[] cells = Cells(others, KeyRecordFacts.None, shared: "", rotation: "");
        cells[0] = Bound.OthersName;
        cells[Columns.FindIndex(c => c.Name == "notes")] = "";
        return cells;
    }

    /// <summary>What is to be mended, worst first.</summary>
    private static IEnumerable<string> Notes(KeyUse key, KeyRecordFacts record, string shared, string rotation)
    {
        bool rsa = key.Algorithms.Texts.Keys.Any(a => a.StartsWith("rsa", StringComparison.Ordinal));
        if (record.State is "not found" or "revoked" or "ill-formed")
            yield return $"key {record.State}";
        if (rsa && key.MinBits is > 0 and < RequirementRules.LeastKeyBits)
            yield return "under 1024 bits: counts for nothing";
        else if (rsa && key.MinBits is > 0 and < RequirementRules.AdvisedKeyBits)
            yield return "use 2048 bits";
        if (key.Algorithms.Texts.ContainsKey("rsa-sha1"))
            yield return "rsa-sha1 counts for nothing";
        if (shared.Length > 0)
            yield return shared;
        if (key.Testing > 0)
            yield return "t=y: still in test";
        if (key.WithLength > 0)
            yield return $"l= in {Text(key.WithLength)}: more can be appended";
        if (key.DuplicatesUnsigned > 0)
            yield return $"repeated From or Subject not signed in {Text(key.DuplicatesUnsigned)}";
        if (rotation.Length > 0)
            yield return rotation;
        else if (key is { First: { } first, Last: { } last } && last - first > (long)MaxAgeDays * SecondsPerDay)
            yield return $"not replaced in {Text((last - first) / SecondsPerDay)} days";
    }

    private string SharedWith(KeyRecordFacts record, Dictionary<string, int> owners)
    {
        var vendors = new List<int>();
        if (record.Sha256.Length > 0 && _context.Catalog.FindBySharedKey(record.Sha256, vendors))
            return $"shared by customers of {_context.Catalog.Vendors[vendors[0]].Name}";
        int others = record.Sha256.Length > 0 ? owners[record.Sha256] - 1 : 0;
        return others > 0 ? $"same key in {Text(others)} other {(others == 1 ? "organization" : "organizations")}" : "";
    }

    private string OrganizationOf(string domain) => DomainName.TryParse(domain.AsSpan()) is { } name ? _context.PublicSuffixes.OrganizationalDomain(name).Value : domain;

    private static ulong HashOf((string Domain, string Selector) key) => GroupBound.HashOf(key.Domain, key.Selector);

    /// <summary>True for a signature that names a key, unless one above is by the same key: a message counts once.</summary>
    private static bool IsCounted(List<SignatureRow> signatures, int index)
    {
        if (signatures[index].D.Length == 0 || signatures[index].S.Length == 0)
            return false;
        for (int i = 0; i < index; i++)
        {
            if (signatures[i].S == signatures[index].S && signatures[i].D == signatures[index].D)
                return false;
        }
        return true;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
