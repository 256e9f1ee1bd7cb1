namespace BulkVerify.Statistics;

/// <summary>A line of the file that <see cref="StatisticsCodec"/> writes: what it is about says which members are there.</summary>
internal sealed record StatisticsLine(string? Sender, string? AuthorDomain, StreamTally? Tally, string? Difference, CauseTally? Differences, long? Messages, byte[]? Fingerprints)
{
    /// <summary>Table of a finding, whose text is in <see cref="Difference"/>.</summary>
    public string? Table { get; init; }

    public long OutsidePeriod { get; init; }

    public long NotSampled { get; init; }

    public string? Identifiers { get; init; }

    public string? Walk { get; init; }

    public string? Walk7489 { get; init; }

    /// <summary>Group of an archive, with its tally.</summary>
    public string? Archive { get; init; }

    public ArchiveTally? Archived { get; init; }

    public AlteredMessage? Altered { get; init; }
}
