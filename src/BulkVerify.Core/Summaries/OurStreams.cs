using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>The streams whose From, Reply-To or display name is of one of our organizations; all of them where none is named. Immutable; safe for all threads.</summary>
public sealed class OurStreams
{
    private readonly HashSet<StreamKey>? _keys;

    private OurStreams(HashSet<StreamKey>? keys) => _keys = keys;

    /// <summary>Every stream.</summary>
    public static OurStreams All { get; } = new(null);

    /// <summary>True when nobody named an organization.</summary>
    public bool IsAll => _keys is null;

    public static OurStreams Of(Summary summary) =>
        summary.Organizations.Count == 0 ? All : new([.. summary.Streams.Where(s => s.IsOurs).Select(s => new StreamKey(s.Sender, s.AuthorDomain))]);

    public bool Contains(StreamKey stream) => _keys?.Contains(stream) ?? true;

    public bool Contains(MessageRow row) => _keys is null || Contains(new StreamKey(row.Sender, row.AuthorDomain));
}
