namespace BulkVerify.Dns;

/// <summary>Recorded answers that say when they were received.</summary>
public interface IDatedView : IDnsView
{
    /// <summary>When the latest answer was received; null when that is not known of any.</summary>
    DateTimeOffset? LastAsked { get; }

    /// <summary>When the answer to the question was received; where that is not told, when the first one was; null when that is not known of any.</summary>
    DateTimeOffset? AskedAt(in DnsQuestion question);
}
