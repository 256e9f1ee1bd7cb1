namespace BulkVerify.Statistics;

/// <summary>A table of <see cref="RunStatistics"/> that grows with what mail says. Stored as a number.</summary>
internal enum StatisticsTable : byte
{
    Findings = 1,
    RuleDifferences = 2,
    Streams = 3,
}
