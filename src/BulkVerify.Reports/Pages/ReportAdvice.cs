namespace BulkVerify.Reports.Pages;

/// <summary>One thing to change.</summary>
/// <param name="For">Sender and From domain, for lists that are not of one stream.</param>
/// <param name="Records">Records to publish, as they stand in a zone file.</param>
/// <param name="Placeholders">What stands for a value in the records, and where that value is shown; empty when they are whole.</param>
/// <param name="Gain">What it gains, in words.</param>
/// <param name="Where">Page of the vendor, as text: the report links nowhere.</param>
/// <param name="Checks">How to see that it worked, in order.</param>
public sealed record ReportAdvice(string For, string Text, IReadOnlyList<string> Records, string Placeholders, string Gain, string Where, string Who, IReadOnlyList<string> Checks);
