namespace BulkVerify.Summaries;

/// <summary>A TXT record where a signature's key record is looked for.</summary>
/// <param name="Text">As published, bounded.</param>
/// <param name="Fault">Why it is no key record, by name; empty for one.</param>
public sealed record ExplainedKeyRecord(string Text, string Fault);
