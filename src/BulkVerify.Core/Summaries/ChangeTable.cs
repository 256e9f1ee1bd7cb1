using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>When mechanisms of streams broke or were mended, senders came that do not pass, and mail took another way, with what changed at the same time. Not thread-safe.</summary>
public sealed class ChangeTable(SummaryContext context) : IRowTable
{
    private readonly RunStatistics _statistics = new();

    public void Add(MessageRow row) => _statistics.Add(row);

    /// <summary>Counts all messages of a stream; its tally is taken over.</summary>
    public void Add(StreamKey stream, StreamTally tally) => _statistics.Merge(stream, tally);

    public SummaryTable ToTable() => Of(ChangeFinder.Find(_statistics.Streams, context));

    /// <summary>The changes as a table, in their order.</summary>
    public static SummaryTable Of(IReadOnlyList<StreamChange> changes) => new(Columns,
        [.. changes.Select(c => (object?[])[c.Day, c.At, c.Sender, c.AuthorDomain, c.Mechanism, WordOf(c.Kind), Share(c.PassBefore, c.Before), Share(c.PassAfter, c.After), c.Before, c.After, c.Lost, c.Cause])]);

    private static List<SummaryColumn> Columns { get; } =
    [
        new("day", "day", SummaryColumnKind.Text), new("at", "at", SummaryColumnKind.Time, 0, IsDetail: true), new("sender", "sender", SummaryColumnKind.Text), new("author_domain", "From domain", SummaryColumnKind.Text),
        new("mechanism", "what", SummaryColumnKind.Text), new("kind", "", SummaryColumnKind.Text), new("pass_before", "before", SummaryColumnKind.Share), new("pass_after", "after", SummaryColumnKind.Share),
        new("messages_before", "messages before", SummaryColumnKind.Count, 0, IsDetail: true), new("messages_after", "messages after", SummaryColumnKind.Count, 0, IsDetail: true), new("lost", "lost", SummaryColumnKind.Count, 1),
        new("cause", "what changed then", SummaryColumnKind.Sentence),
    ];

    private static string WordOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Broke => "broke",
        ChangeKind.Mended => "mended",
        ChangeKind.Began => "began",
        ChangeKind.Forwarded => "forwarded",
        _ => "straight",
    };

    private static object? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
