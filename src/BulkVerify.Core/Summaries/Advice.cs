namespace BulkVerify.Summaries;

/// <summary>One thing to change for a stream.</summary>
/// <param name="Text">What to do, in plain words.</param>
/// <param name="Records">What to publish.</param>
/// <param name="Where">Page of the vendor that shows how; empty when not known.</param>
/// <param name="Gain">Messages of this run that would pass aligned and do not.</param>
/// <param name="IsProven">True when the mail was judged again under the change; false for what a vendor's setting would do to mail still to come.</param>
public sealed record Advice(string Sender, string AuthorDomain, string Text, IReadOnlyList<AdviceRecord> Records, string Where, long Gain, bool IsProven);
