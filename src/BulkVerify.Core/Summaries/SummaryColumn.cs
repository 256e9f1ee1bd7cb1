namespace BulkVerify.Summaries;

/// <summary>A column of a <see cref="SummaryTable"/>.</summary>
/// <param name="Name">Snake case, stable: the name in JSON and CSV.</param>
/// <param name="Title">For people, short.</param>
/// <param name="Rank">Columns with the largest ranks are left out first where there is little room; 0 always stays.</param>
/// <param name="IsDetail">True for columns of CSV and JSON only.</param>
public sealed record SummaryColumn(string Name, string Title, SummaryColumnKind Kind, int Rank = 0, bool IsDetail = false);
