namespace BulkVerify.Summaries;

/// <summary>Envelope facts, each with its source.</summary>
public sealed record ExplainedEnvelope(
    string Class, string ReceivedAt, string ReceivedAtSource, string ReceivedBy, string ClientIp, string ClientIpSource, string ClientName, string Helo, string HeloSource,
    string MailFrom, string MailFromSource, int BoundaryHop, int Hops, string ThenBy, string ThenSpf, string ThenDkim, string ThenDmarc);
