namespace BulkVerify.Reports.Pages;

/// <summary>One thing to change.</summary>
/// <param name="For">Sender and From domain, for lists that are not of one stream.</param>
/// <param name="Records">Records to publish, as they stand in a zone file.</param>
/// <param name="Open">True when a record has a part in angle brackets that the vendor's settings show.</param>
/// <param name="Gain">What it gains, in words.</param>
/// <param name="Where">Page of the vendor, as text: the report links nowhere.</param>
public sealed record ReportAdvice(string For, string Text, IReadOnlyList<string> Records, bool Open, string Gain, string Where);
