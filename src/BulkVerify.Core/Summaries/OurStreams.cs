using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The mail whose From, Reply-To or display name is of one of our organizations; all of it where none is named. Of a stream of others, such as the own domain of a
/// vendor whose customers share it, only the messages that answer to us are ours. Immutable; safe for all threads.</summary>
public sealed class OurStreams
{
    private readonly HashSet<StreamKey>? _keys;
    private readonly HashSet<StreamKey> _shared = [];
    private readonly SummaryContext _context = SummaryContext.Default;
    private readonly OrganizationNames? _names;

    private OurStreams()
    {
    }

    private OurStreams(HashSet<StreamKey> keys, HashSet<StreamKey> shared, SummaryContext context) =>
        (_keys, _shared, _context, _names) = (keys, shared, context, OrganizationNames.Of([], context));

    /// <summary>Every stream.</summary>
    public static OurStreams All { get; } = new();

    /// <summary>True when nobody named an organization.</summary>
    public bool IsAll => _keys is null;

    /// <param name="context">That of the summary.</param>
    public static OurStreams Of(Summary summary, SummaryContext context) => context.InfersOrganizations
        ? All
        : new OurStreams(
            [.. summary.Streams.Where(s => s.IsOurs).Select(KeyOf)],
            [.. summary.Streams.Where(s => s.Integration is { AnswersToUs: true }).Select(KeyOf)],
            context);

    /// <summary>The same of counts: only those of the rows that are ours stay in streams of others. <see cref="RunStatistics.Messages"/> still counts all.</summary>
    /// <param name="all">Not changed.</param>
    /// <param name="rows">Reads the rows that were counted, in their order; asked only where some stream holds mail of others.</param>
    public static async Task<RunStatistics> StatisticsAsync(RunStatistics all, SummaryContext context, Func<IAsyncEnumerable<MessageRow>> rows)
    {
        if (context.InfersOrganizations)
            return all;
        OurStreams ours = Of(Summary.From(all, [], context), context);
        Dictionary<StreamKey, StreamTally> mixed = ours._shared.Where(s => !IsWhollyOurs(all.Streams[s], s, context)).ToDictionary(s => s, _ => new StreamTally());
        if (mixed.Count == 0)
            return all;
        await foreach (MessageRow row in rows().ConfigureAwait(false))
        {
            if (mixed.TryGetValue(new StreamKey(row.Sender, row.AuthorDomain), out StreamTally? tally) && ours.AnswersToUs(row))
                tally.Add(row);
        }
        return all.WithStreams(mixed);
    }

    /// <summary>True for a stream that holds mail of ours.</summary>
    public bool Contains(StreamKey stream) => _keys?.Contains(stream) ?? true;

    /// <summary>True for a stream of others, of which only some messages may be ours.</summary>
    public bool IsShared(StreamKey stream) => _shared.Contains(stream);

    public bool Contains(MessageRow row)
    {
        var stream = new StreamKey(row.Sender, row.AuthorDomain);
        return Contains(stream) && (!IsShared(stream) || AnswersToUs(row));
    }

    /// <summary>True for a display name that names one of our organizations.</summary>
    public bool NamesUs(string displayName) => _names?.FindIn(displayName) is not null;

    private bool AnswersToUs(MessageRow row) =>
        (row.ReplyToDomain.Length > 0 && DomainName.TryParse(row.ReplyToDomain.AsSpan()) is { } reply && _context.IsOurs(reply)) || (row.AuthorName.Length > 0 && NamesUs(row.AuthorName));

    /// <summary>True when the Reply-To of every message is ours, so that no row needs to be looked at.</summary>
    private static bool IsWhollyOurs(StreamTally tally, StreamKey stream, SummaryContext context) =>
        DomainName.TryParse(stream.AuthorDomain.AsSpan()) is { } author && OthersMail.Of(author, tally.Facts, context) is { } mail && mail.Replies == tally.Messages;

    private static StreamKey KeyOf(SummaryRow row) => new(row.Sender, row.AuthorDomain);
}
