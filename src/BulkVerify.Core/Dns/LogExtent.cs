namespace BulkVerify.Dns;

/// <summary>A block of an <see cref="AnswerLog"/>, in octets of the file.</summary>
public readonly record struct LogExtent(long Offset, int Length);
