namespace BulkVerify.Summaries;

/// <summary>A message to open: archive, offset in bytes, Message-ID.</summary>
public sealed record SummaryExample(string Archive, long Offset, string MessageId);
