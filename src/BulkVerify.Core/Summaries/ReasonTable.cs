using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>Failing messages by root cause: how many, their share of all failures, what they have in common that passing mail has not, and what mends them. Not thread-safe.</summary>
public sealed class ReasonTable(RowLister list) : IRowTable
{
    /// <summary>What at least this share of a group has is said to be shared.</summary>
    private const double LeastShare = 0.6;

    private const int LeastMessages = 3;

    private const int MaxTraits = 3;
    private const int MaxSenders = 4;

    private readonly SortedDictionary<RootCause, Cluster> _clusters = [];
    private readonly SharedTraits _passing = new();

    public void Add(MessageRow row)
    {
        switch (RowAssessor.Assess(row))
        {
            case Assessment.Pass:
                _passing.Add(row);
                break;
            case Assessment.Fail:
                RootCause cause = RootCauses.Of(row);
                if (!_clusters.TryGetValue(cause, out Cluster? cluster))
                    _clusters.Add(cause, cluster = new Cluster());
                cluster.Add(row);
                break;
        }
    }

    /// <summary>Most messages first, ties in the order of the tree.</summary>
    public SummaryTable ToTable()
    {
        long failing = _clusters.Values.Sum(c => c.Tally.Count);
        long explained = 0;
        var rows = new List<object?[]>();
        foreach ((RootCause cause, Cluster cluster) in _clusters.OrderByDescending(c => c.Value.Tally.Count).ThenBy(c => c.Key))
        {
            explained += cluster.Tally.Count;
            rows.Add(
            [
                RootCauses.WordsOf(cause), RootCauses.NameOf(cause), cluster.Tally.Count, (double)cluster.Tally.Count / failing, (double)explained / failing,
                string.Join(", ", cluster.Traits.Senders(MaxSenders)), string.Join("; ", Shared(cluster)), RootCauses.FixOf(cause), cluster.First, cluster.Last, SummaryExample.Of(cluster.Tally), list("", "", $"reason={RootCauses.NameOf(cause)}"),
            ]);
        }
        return new SummaryTable(Columns, rows);
    }

    /// <summary>The commonest senders stand before what is shared, unless it is one sender.</summary>
    public SummaryTable ToPeoplesTable()
    {
        SummaryTable table = ToTable();
        int shared = table.Columns.ToList().FindIndex(c => c.Name == "shared"), senders = table.Columns.ToList().FindIndex(c => c.Name == "senders");
        foreach (object?[] row in table.Rows)
            row[shared] = row[shared] is string { Length: > 0 } traits ? traits.Contains("sender ", StringComparison.Ordinal) ? traits : $"{row[senders]}; {traits}" : row[senders];
        return table.WithoutDetails();
    }

    private static List<SummaryColumn> Columns { get; } =
    [
        new("words", "fails because", SummaryColumnKind.Sentence), new("reason", "reason", SummaryColumnKind.Text, 0, IsDetail: true), new("messages", "messages", SummaryColumnKind.Count),
        new("share", "share", SummaryColumnKind.Share), new("explained", "so far", SummaryColumnKind.Share, 1), new("senders", "senders", SummaryColumnKind.Sentence, 0, IsDetail: true), new("shared", "in common", SummaryColumnKind.Sentence, 1), new("fix", "mend by", SummaryColumnKind.Sentence, 0),
        new("first", "first", SummaryColumnKind.Time, 7), new("last", "last", SummaryColumnKind.Time, 7), new("examples", "example", SummaryColumnKind.Examples, 2), new("list", "list", SummaryColumnKind.Text, IsDetail: true),
    ];

    /// <summary>One or two messages have everything in common.</summary>
    private IReadOnlyList<string> Shared(Cluster cluster) => cluster.Tally.Count < LeastMessages ? [] : cluster.Traits.Of(_passing, LeastShare, MaxTraits);

    private sealed class Cluster
    {
        public CauseTally Tally { get; } = new();

        public SharedTraits Traits { get; } = new();

        public long? First { get; private set; }

        public long? Last { get; private set; }

        public void Add(MessageRow row)
        {
            Tally.Add(row);
            Traits.Add(row);
            if ((row.ReceivedAt ?? row.Date) is { } time)
                (First, Last) = (Math.Min(First ?? time, time), Math.Max(Last ?? time, time));
        }
    }
}
