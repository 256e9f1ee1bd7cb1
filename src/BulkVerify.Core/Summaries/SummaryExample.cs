using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>A message to open: archive, offset in bytes, Message-ID.</summary>
public sealed record SummaryExample(string Archive, long Offset, string MessageId)
{
    internal static IReadOnlyList<SummaryExample> Of(CauseTally tally) => [.. tally.Examples.Select(e => new SummaryExample(e.Archive, e.Offset, e.MessageId))];
}
