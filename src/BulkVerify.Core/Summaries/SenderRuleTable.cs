using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Streams against the bulk-sender rules: of each rule the share of messages that keep it, what decides against it, and messages that break it.
/// Counts received mail that did not come through a list or forwarder. Not thread-safe.</summary>
public sealed class SenderRuleTable : IRowTable
{
    private readonly RowLister _list;
    private readonly BoundedGroups<StreamKey, Stream> _streams;

    public SenderRuleTable(RowLister list, GroupBound? bound = null)
    {
        _list = list;
        Bound = bound ?? GroupBound.First();
        _streams = new(Bound, GroupBound.OthersKey, HashOf, _ => new Stream());
    }

    public GroupBound Bound { get; }

    public bool IsOverfull => _streams.Others is not null;

    public void Add(MessageRow row)
    {
        if (IsCounted(row))
            _streams.Of(new StreamKey(row.Sender, row.AuthorDomain)).Add(row);
    }

    public void AddGroupsOf(MessageRow row, ICollection<ulong> groups)
    {
        if (IsCounted(row))
            groups.Add(HashOf(new StreamKey(row.Sender, row.AuthorDomain)));
    }

    /// <summary>A line for each stream and rule, streams with most messages first, ties in text order.</summary>
    public SummaryTable ToTable() => new(Columns,
        [.. Ordered().SelectMany(s => SenderRules.All.Select((r, i) => Cells(s.Key, s.Value, i)))]);

    /// <summary>A line for each stream: the share that keeps each rule, and the rule that is broken most with the messages that break it.</summary>
    public SummaryTable ToPeoplesTable() => new(
        [
            new("sender", "sender", SummaryColumnKind.Text), new("author_domain", "From domain", SummaryColumnKind.Text), new("messages", "messages", SummaryColumnKind.Count, 2),
            .. SenderRules.All.Select(r => new SummaryColumn(r.Name, r.Title, SummaryColumnKind.Share, 1)),
            new("worst", "broken most", SummaryColumnKind.Sentence, 3), new("examples", "example", SummaryColumnKind.Examples, 4),
        ],
        [.. Ordered().Select(s => PeoplesCells(s.Key, s.Value))]);

    private IEnumerable<KeyValuePair<StreamKey, Stream>> Ordered() =>
        _streams.All.OrderBy(s => s.Key.Sender == SummaryGroups.Others || s.Key.IsOthers).ThenByDescending(s => s.Value.Messages).ThenBy(s => s.Key);

    internal static bool IsCounted(MessageRow row) => row.Class != "never-received" && row.Indirect.Length == 0;

    private static ulong HashOf(StreamKey key) => GroupBound.HashOf(key.Sender, key.AuthorDomain);

    /// <summary>The command that lists the messages that break the rule. No option names what is counted together, or the lack of a From domain.</summary>
    private string ListOf(StreamKey key, string rule) => key.IsOthers || key.Sender == SummaryGroups.Others || key.AuthorDomain.Length == 0 ? "" : _list(key.Sender, key.AuthorDomain, $"rule={rule}");

    private object?[] PeoplesCells(StreamKey key, Stream stream)
    {
        int worst = Enumerable.Range(0, stream.Broken.Length).MaxBy(i => stream.Broken[i].Count);
        return
        [
            Bound.NameOf(key), key.AuthorDomain, stream.Messages, .. stream.Kept.Select((kept, i) => Share(kept, stream.Broken[i].Count)),
            stream.Broken[worst].Count == 0 ? "" : stream.Against[worst].Commonest(), SummaryExample.Of(stream.Broken[worst]),
        ];
    }

    private static object? Share(long kept, long broken) => kept + broken == 0 ? null : (double)kept / (kept + broken);

    private static List<SummaryColumn> Columns { get; } =
    [
        new("sender", "sender", SummaryColumnKind.Text), new("author_domain", "From domain", SummaryColumnKind.Text), new("rule", "rule", SummaryColumnKind.Text, 0, IsDetail: true), new("words", "rule", SummaryColumnKind.Text),
        new("state", "state", SummaryColumnKind.Text), new("kept_share", "kept", SummaryColumnKind.Share), new("messages", "messages", SummaryColumnKind.Count, 0, IsDetail: true), new("judged", "judged", SummaryColumnKind.Count, 2),
        new("broken", "broken", SummaryColumnKind.Count), new("against", "mostly", SummaryColumnKind.Sentence, 3), new("examples", "example", SummaryColumnKind.Examples, 4), new("list", "list", SummaryColumnKind.Text, 0, IsDetail: true),
    ];

    private object?[] Cells(StreamKey key, Stream stream, int rule)
    {
        long judged = stream.Kept[rule] + stream.Broken[rule].Count;
        bool isOffer = SenderRules.All[rule].Name == "one-click" && judged < stream.Messages;
        string state = judged == 0 ? (isOffer ? "not offered" : "cannot tell") : stream.Broken[rule].Count == 0 ? (isOffer ? "kept where offered" : "kept") : stream.Kept[rule] == 0 ? "broken" : "partly";
        return
        [
            Bound.NameOf(key), key.AuthorDomain, SenderRules.All[rule].Name, SenderRules.All[rule].Words, state, Share(stream.Kept[rule], stream.Broken[rule].Count), stream.Messages, judged,
            stream.Broken[rule].Count, stream.Against[rule].Commonest(), SummaryExample.Of(stream.Broken[rule]), ListOf(key, SenderRules.All[rule].Name),
        ];
    }

    private sealed class Stream
    {
        public long Messages { get; private set; }

        public long[] Kept { get; } = new long[SenderRules.All.Count];

        public CauseTally[] Broken { get; } = [.. SenderRules.All.Select(_ => new CauseTally())];

        public KeptCounts[] Against { get; } = [.. SenderRules.All.Select(_ => new KeptCounts())];

        public void Add(MessageRow row)
        {
            Messages++;
            for (int i = 0; i < Kept.Length; i++)
            {
                if (SenderRules.All[i].Judge(row) is not { } kept)
                    continue;
                if (kept)
                {
                    Kept[i]++;
                    continue;
                }
                Broken[i].Add(row);
                Against[i].Add(SenderRules.All[i].Against(row));
            }
        }
    }
}
