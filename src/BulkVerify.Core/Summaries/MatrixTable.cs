using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Each sender against what can pass: SPF, SPF aligned, DKIM, DKIM aligned, both aligned, DMARC. Of every check: messages that pass, that do not, and that cannot
/// be judged, which together are the sender's messages; of each kind examples, and the command that lists the rest. Not thread-safe.</summary>
public sealed class MatrixTable : IRowTable
{
    private readonly RowLister _list;
    private readonly BoundedGroups<string, Cell[]> _senders;

    public MatrixTable(RowLister list, GroupBound? bound = null)
    {
        _list = list;
        Bound = bound ?? GroupBound.First();
        _senders = new(Bound, SummaryGroups.Others, s => GroupBound.HashOf(s), _ => [.. RowCondition.Checks.Select(_ => new Cell())]);
    }

    public GroupBound Bound { get; }

    public bool IsOverfull => _senders.Others is not null;

    public void AddGroupsOf(MessageRow row, ICollection<ulong> groups) => groups.Add(GroupBound.HashOf(row.Sender));

    public void Add(MessageRow row)
    {
        Cell[] cells = _senders.Of(row.Sender);
        for (int i = 0; i < cells.Length; i++)
            cells[i].Add(row, RowCondition.Checks[i].Judge(row));
    }

    /// <summary>A line for each sender and check, senders with most messages first, ties in text order.</summary>
    public SummaryTable ToTable() => new(Columns, [.. Ordered().SelectMany(s => s.Value.Select((cell, i) => Cells(s.Key, RowCondition.Checks[i].Name, cell)))]);

    /// <summary>The same as a matrix for people: a line for each sender, a column for each check with passing messages and their share of the judged ones.</summary>
    public SummaryTable ToPeoplesTable() => new(
        [
            new("sender", "sender", SummaryColumnKind.Text), new("messages", "messages", SummaryColumnKind.Count),
            .. RowCondition.Checks.Select(c => new SummaryColumn(c.Name, c.Title, SummaryColumnKind.Text, c.Name is "spf" or "dkim" or "both" ? 2 : 0)),
            new("first", "first", SummaryColumnKind.Time, 3), new("last", "last", SummaryColumnKind.Time, 3),
        ],
        [.. Ordered().Select(s => (object?[])[NameOf(s.Key), s.Value[0].Messages, .. s.Value.Select(Short), s.Value[0].First, s.Value[0].Last])]);

    private static List<SummaryColumn> Columns { get; } =
    [
        new("sender", "sender", SummaryColumnKind.Text), new("check", "check", SummaryColumnKind.Text), new("messages", "messages", SummaryColumnKind.Count, 1), new("pass", "pass", SummaryColumnKind.Count),
        new("fail", "fail", SummaryColumnKind.Count), new("not_judged", "not judged", SummaryColumnKind.Count), new("pass_share", "share", SummaryColumnKind.Share),
        new("first", "first", SummaryColumnKind.Time, 5), new("last", "last", SummaryColumnKind.Time, 5), new("pass_examples", "passing", SummaryColumnKind.Examples, 2),
        new("fail_examples", "failing", SummaryColumnKind.Examples, 1), new("not_judged_examples", "not judged", SummaryColumnKind.Examples, 4),
        new("list_pass", "list passing", SummaryColumnKind.Text, 6), new("list_fail", "list failing", SummaryColumnKind.Text, 3), new("list_not_judged", "list not judged", SummaryColumnKind.Text, 7),
    ];

    private string NameOf(string sender) => Bound.NameOf(new StreamKey(sender, ""));

    private object?[] Cells(string sender, string check, Cell cell) =>
    [
        NameOf(sender), check, cell.Messages, cell.Pass.Count, cell.Fail.Count, cell.Open.Count, cell.Share, cell.First, cell.Last,
        SummaryExample.Of(cell.Pass), SummaryExample.Of(cell.Fail), SummaryExample.Of(cell.Open),
        ListOf(sender, $"{check}=pass"), ListOf(sender, $"{check}=fail"), ListOf(sender, $"{check}=unknown"),
    ];

    private static string Short(Cell cell) => cell.Share is not { } share ? "-" : $"{SummaryTableText.ForPeople(SummaryColumnKind.Count, cell.Pass.Count, 0)} {SummaryTableText.Percent(share)}";

    /// <summary>No condition selects what is counted together.</summary>
    private string ListOf(string sender, string condition) => sender == SummaryGroups.Others ? "" : _list(sender, "", condition);

    private IEnumerable<KeyValuePair<string, Cell[]>> Ordered() => _senders.All.OrderBy(s => s.Key == SummaryGroups.Others).ThenByDescending(s => s.Value[0].Messages).ThenBy(s => s.Key, StringComparer.Ordinal);

    private sealed class Cell
    {
        public long Messages { get; private set; }

        public CauseTally Pass { get; } = new();

        public CauseTally Fail { get; } = new();

        /// <summary>What can not be judged or is in no rate.</summary>
        public CauseTally Open { get; } = new();

        /// <summary>Of the messages that can be judged.</summary>
        public long? First { get; private set; }

        public long? Last { get; private set; }

        public double? Share => Pass.Count + Fail.Count == 0 ? null : (double)Pass.Count / (Pass.Count + Fail.Count);

        public void Add(MessageRow row, bool? passes)
        {
            Messages++;
            (passes switch { true => Pass, false => Fail, null => Open }).Add(row);
            if ((row.ReceivedAt ?? row.Date) is { } time)
                (First, Last) = (Math.Min(First ?? time, time), Math.Max(Last ?? time, time));
        }
    }
}
