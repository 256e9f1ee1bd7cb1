namespace BulkVerify.Reports.Pages;

/// <summary>Messages by month or year, drawn as stacked columns.</summary>
/// <param name="Unit">month or year.</param>
/// <param name="Left">Periods before the first one shown.</param>
public sealed record ReportTrend(string Unit, IReadOnlyList<ReportTrendColumn> Columns, int Width, int Height, long Left);
