using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>What came of one query; <paramref name="Answer"/> is there when it was <see cref="TransportOutcome.Answered"/>.</summary>
public readonly record struct TransportReply(TransportOutcome Outcome, DnsAnswer? Answer = null);
