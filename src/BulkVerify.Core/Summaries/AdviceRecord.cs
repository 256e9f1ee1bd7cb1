namespace BulkVerify.Summaries;

/// <summary>A DNS record to publish.</summary>
/// <param name="IsExact">False when a part in angle brackets is to be filled in from the vendor's settings.</param>
public sealed record AdviceRecord(string Name, string Type, string Value, bool IsExact);
