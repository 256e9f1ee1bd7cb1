using System.Globalization;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Groups messages and counts each group like a stream. Not thread-safe.</summary>
public sealed class SummaryGroups : IRowTable
{
    /// <summary>The group of everything beyond the bound.</summary>
    public const string Others = StreamKey.Others;

    /// <summary>The group of what has no name.</summary>
    internal const string Unknown = "(unknown)";

    private readonly SummaryGrouping _by;
    private readonly RowLister _list;
    private readonly SummaryContext _context;
    private readonly BoundedGroups<StreamKey, Group> _groups;

    /// <param name="context">For the mode and the requirements of streams; null for the built-in catalog, organizations inferred.</param>
    public SummaryGroups(SummaryGrouping by, RowLister list, GroupBound? bound = null, SummaryContext? context = null)
    {
        (_by, _list, _context) = (by, list, context ?? SummaryContext.Default);
        Bound = bound ?? GroupBound.First();
        _groups = new(Bound, GroupBound.OthersKey, HashOf, _ => new Group());
    }

    public GroupBound Bound { get; }

    public bool IsOverfull => _groups.Others is not null;

    public void AddGroupsOf(MessageRow row, ICollection<ulong> groups) => groups.Add(HashOf(KeyOf(row)));

    /// <summary>True when streams are enough: each lies in one group. Where some are counted together that is so for streams only.</summary>
    /// <param name="areFolded">True where some are.</param>
    public bool TakesStreams(bool areFolded) => _by is SummaryGrouping.Stream || (!areFolded && _by is (SummaryGrouping.Vendor or SummaryGrouping.From));

    /// <summary>Counts one message.</summary>
    public void Add(MessageRow row)
    {
        Group group = GroupOf(KeyOf(row), isBounded: true);
        if (_by == SummaryGrouping.Stream)
            group.Tally.Add(row);
        else
            group.Tally.AddCounts(row);
        group.Senders.Add(row.Sender);
    }

    /// <summary>Counts all messages of a stream; only where <see cref="TakesStreams"/> says so.</summary>
    public void Add(StreamKey stream, StreamTally tally) => GroupOf(_by switch
    {
        SummaryGrouping.Stream => stream,
        SummaryGrouping.Vendor => new StreamKey(stream.Sender, ""),
        SummaryGrouping.From => new StreamKey(StreamKey.DomainWords(stream.AuthorDomain), ""),
        _ => throw new InvalidOperationException($"streams cannot be grouped by {_by}"),
    }, isBounded: false).Tally.Merge(tally);

    /// <summary>Most messages first, months in their order; ties in text order.</summary>
    public SummaryTable ToTable()
    {
        IEnumerable<KeyValuePair<StreamKey, Group>> ordered = _by == SummaryGrouping.Month
            ? _groups.All.OrderBy(g => g.Key)
            : _groups.All.OrderBy(g => g.Key.Sender == Others || g.Key.IsOthers).ThenByDescending(g => g.Value.Tally.Messages).ThenBy(g => g.Key);
        SummaryContext named = _context;
        if (_by == SummaryGrouping.Stream)
            named = named with { Names = OrganizationNames.Of(_groups.All.Select(g => g.Key), named) };
        return new SummaryTable(Columns(), [.. ordered.Select(g => Cells(g.Key, g.Value, named))]);
    }

    private StreamKey KeyOf(MessageRow row) => _by switch
    {
        SummaryGrouping.Stream => new StreamKey(row.Sender, row.AuthorDomain),
        SummaryGrouping.Vendor => new StreamKey(row.Sender, ""),
        SummaryGrouping.Platform => new StreamKey(PlatformOf(row), ""),
        SummaryGrouping.From => new StreamKey(StreamKey.DomainWords(row.AuthorDomain), ""),
        SummaryGrouping.Month => new StreamKey(Month(row.ReceivedAt ?? row.Date), ""),
        _ => new StreamKey(row.ClientIp, ""),
    };

    /// <param name="isBounded">False for streams, which are bounded where they are counted.</param>
    private Group GroupOf(StreamKey key, bool isBounded) => _groups.Of(key is { Sender.Length: 0, AuthorDomain.Length: 0 } ? new StreamKey(Unknown, "") : key, isBounded);

    private static ulong HashOf(StreamKey key) => key is { Sender.Length: 0, AuthorDomain.Length: 0 } ? GroupBound.HashOf(Unknown) : GroupBound.HashOf(key.Sender, key.AuthorDomain);

    private List<SummaryColumn> Columns()
    {
        string name = _by.ToString().ToLowerInvariant();
        List<SummaryColumn> columns = _by == SummaryGrouping.Stream
            ? [new("sender", "sender", SummaryColumnKind.Text), new("author_domain", "From domain", SummaryColumnKind.Text)]
            : [new(_by == SummaryGrouping.From ? "author_domain" : name, _by == SummaryGrouping.From ? "From domain" : name, SummaryColumnKind.Text)];
        columns.Add(new("messages", "messages", SummaryColumnKind.Count));
        columns.AddRange([
            new("dmarc_pass_share", "DMARC", SummaryColumnKind.Share), new("spf_aligned_share", "SPF al.", SummaryColumnKind.Share), new("dkim_aligned_share", "DKIM al.", SummaryColumnKind.Share),
            new("both_aligned_share", "both", SummaryColumnKind.Share, 3), new("kept_apart", "apart", SummaryColumnKind.Count, 3), new("indirect", "indirect", SummaryColumnKind.Count, 5), new("dmarc_pass_share_with_indirect", "with indirect", SummaryColumnKind.Share, 5), new("indirect_by", "came through", SummaryColumnKind.Text, 6)]);
        if (_by is SummaryGrouping.Address)
            columns.Add(new("commonest_sender", "mostly", SummaryColumnKind.Text, 1));
        if (_by == SummaryGrouping.Stream)
            columns.AddRange([new("mode", "mode", SummaryColumnKind.Text, 2), .. RequirementColumns()]);
        columns.AddRange([new("cause", "fails because", SummaryColumnKind.Sentence, 5), new("first", "first", SummaryColumnKind.Time, 4), new("last", "last", SummaryColumnKind.Time, 4), new("examples", "example", SummaryColumnKind.Examples, 6), new("list", "list", SummaryColumnKind.Text, 0, IsDetail: true)]);
        return columns;
    }

    /// <summary>R1 to R4 as shares for people, and as words where a machine reads them.</summary>
    private static IEnumerable<SummaryColumn> RequirementColumns() =>
        Requirement.Names.SelectMany(r => (SummaryColumn[])[
            new($"{r.ToLowerInvariant()}_share", r, SummaryColumnKind.Share, 2), new(r.ToLowerInvariant(), r, SummaryColumnKind.Text, IsDetail: true)]);

    private object?[] Cells(StreamKey key, Group group, SummaryContext named)
    {
        SummaryRow row = _by == SummaryGrouping.Stream ? SummaryRow.From(key, group.Tally, Summary.IntegrationOf(key, group.Tally, named)) : SummaryRow.From(key, group.Tally);
        object?[] names = _by == SummaryGrouping.Stream ? [Bound.NameOf(key), key.AuthorDomain] : [Bound.NameOf(key)];
        object?[] sender = _by == SummaryGrouping.Address ? [group.Senders.Commonest()] : [];
        object?[] requirements = row.Integration is null ? [] :
            [row.Integration.Words, .. row.Requirements.SelectMany(r => (object?[])[r.State == RequirementState.NotAsked ? null : r.Share, r.State.ToWords()])];
        return
        [
            .. names, row.Messages, row.DmarcPassShare, row.SpfAlignedShare, row.DkimAlignedShare, row.BothAlignedShare, row.KeptOut.Total, row.KeptOut.Indirect, WithIndirect(row), IndirectBy(row.KeptOut),
            .. sender, .. requirements, row.Cause?.Text ?? "", row.First, row.Last, row.Cause?.Examples ?? [], ListOf(key),
        ];
    }

    /// <summary>The command that lists the group's messages. No option names what is counted together, or the lack of a From domain.</summary>
    private string ListOf(StreamKey key) => key.IsOthers || key.Sender == Others ? "" : _by switch
    {
        SummaryGrouping.Stream => key.AuthorDomain.Length == 0 ? "" : _list(key.Sender, key.AuthorDomain, ""),
        SummaryGrouping.Vendor => _list(key.Sender, "", ""),
        SummaryGrouping.From => DomainName.TryParse(key.Sender.AsSpan()) is null ? "" : _list("", key.Sender, ""),
        SummaryGrouping.Platform => _list("", "", $"platform={key.Sender}"),
        SummaryGrouping.Month => _list("", "", $"month={key.Sender}"),
        _ => _list("", "", $"address={key.Sender}"),
    };

    /// <summary>What sets mail aside as indirect: "mailing-list 25, arc 4".</summary>
    private static string IndirectBy(KeptOut apart) => string.Join(", ", (apart.IndirectBy ?? new Dictionary<string, long>()).OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.Ordinal)
        .Select(b => $"{b.Key} {SummaryTableText.ForPeople(SummaryColumnKind.Count, b.Value, 0)}"));

    /// <summary>The share that passes when mail that lists and forwarders broke counts as failing.</summary>
    private static double? WithIndirect(SummaryRow row) =>
        row.Pass + row.Fail + row.KeptOut.Indirect is > 0 and var all ? (double)row.Pass / all : null;

    /// <summary>Whose servers sent the message: the sender's own unless they are another service's.</summary>
    internal static string PlatformOf(MessageRow row) => row.Platform.Length > 0 ? row.Platform : row.Sender;

    internal static string Month(long? seconds) =>
        seconds is { } s and >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(s).ToString("yyyy-MM", CultureInfo.InvariantCulture) : Unknown;

    private sealed class Group
    {
        public StreamTally Tally { get; } = new();

        public KeptCounts Senders { get; } = new();
    }
}
