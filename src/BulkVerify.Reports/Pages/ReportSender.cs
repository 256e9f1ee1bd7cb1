namespace BulkVerify.Reports.Pages;

/// <summary>A sender with its streams.</summary>
/// <param name="Anchor">Name of the section in the page: letters and digits.</param>
/// <param name="Kind">What the name stands for, in words.</param>
/// <param name="Platform">Service whose servers carry the mail; empty when that is not shown or the same.</param>
/// <param name="Reason">Commonest cause of failing; empty when nothing fails.</param>
/// <param name="MoreStreams">Streams that are not shown.</param>
public sealed record ReportSender(string Anchor, string Name, string Kind, string Platform, ReportRates Rates, string Reason, IReadOnlyList<ReportStream> Streams, long MoreStreams);
