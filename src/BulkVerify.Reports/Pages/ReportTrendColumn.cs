namespace BulkVerify.Reports.Pages;

/// <summary>One period of the trend: its counts, and where its parts are drawn, in units of the drawing.</summary>
/// <param name="IsLabelled">False where labels would run into each other.</param>
public sealed record ReportTrendColumn(
    string Label, string Pass, string Fail, string Apart, string PassText, bool IsLabelled,
    string X, string Middle, string Width, string PassY, string PassHeight, string FailY, string FailHeight, string ApartY, string ApartHeight);
