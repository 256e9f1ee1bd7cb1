namespace BulkVerify.Dns;

/// <summary>An answer and when it was received, in whole seconds of UTC.</summary>
public readonly record struct RecordedAnswer(DnsQuestion Question, DnsAnswer Answer, DateTimeOffset Asked);
