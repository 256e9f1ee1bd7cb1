using System.Globalization;

namespace BulkVerify.Reports.Pages;

/// <summary>A sender with its streams.</summary>
/// <param name="Anchor">Name of the section in the page: letters and digits.</param>
/// <param name="Kind">What the name stands for, in words.</param>
/// <param name="Platform">Service whose servers carry the mail; empty when that is not shown or the same.</param>
/// <param name="Reason">Commonest cause of failing; empty when nothing fails.</param>
/// <param name="Mode">How it works with the From domains, in words; several where streams differ.</param>
/// <param name="Marks">R1 to R4 over its streams.</param>
/// <param name="Matrix">What passes; null when the run has no such table.</param>
/// <param name="Further">Streams beyond those with details, a line each; null without any.</param>
public sealed record ReportSender(
    string Anchor, string Name, string Kind, string Platform, ReportRates Rates, string Reason, string Mode, IReadOnlyList<ReportMark> Marks, ReportTable? Matrix, IReadOnlyList<ReportStream> Streams, ReportTable? Further)
{
    /// <summary>A number to sort by marks: the sum of their shares, those without any last.</summary>
    public string MarkOrder => (Marks.Any(m => m.Share is not null) ? Marks.Sum(m => m.Share ?? 0) : -1).ToString("0.####", CultureInfo.InvariantCulture);
}
