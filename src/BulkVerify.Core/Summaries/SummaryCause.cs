namespace BulkVerify.Summaries;

/// <summary>Why messages of a group fail, how many do, and some of them.</summary>
public sealed record SummaryCause(string Text, long Count, IReadOnlyList<SummaryExample> Examples);
