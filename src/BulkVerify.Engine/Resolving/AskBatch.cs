using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>Asks a resolver actor for answers to distinct questions. It replies with one <see cref="BatchAnswered"/> when the shared answers
/// hold each of them, final or temporary.</summary>
public sealed record AskBatch(DnsQuestion[] Questions);
