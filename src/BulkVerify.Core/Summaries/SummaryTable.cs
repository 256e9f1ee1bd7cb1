namespace BulkVerify.Summaries;

/// <summary>Groups of messages with their counts, in the order that they are shown.</summary>
/// <param name="Rows">One value per column, of the type that <see cref="SummaryColumnKind"/> names.</param>
public sealed record SummaryTable(IReadOnlyList<SummaryColumn> Columns, IReadOnlyList<object?[]> Rows);
