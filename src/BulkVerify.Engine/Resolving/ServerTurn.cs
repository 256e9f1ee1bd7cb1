using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>Which server may be asked now.</summary>
/// <param name="Server">Null when none may be.</param>
/// <param name="IsProbe">The query finds out whether a server that was left alone is back.</param>
/// <param name="Known">To be asked in place of the question at hand: the server answered it before, so that silence now is the server's own.</param>
/// <param name="Timeout">How long to wait for its reply.</param>
/// <param name="Expected">How long replies take at most, nearly always; null while that is not known.</param>
/// <param name="Wait">Without a server: how long until one has a free slot; zero when all are silent.</param>
internal readonly record struct ServerTurn(ServerHealth? Server, bool IsProbe, DnsQuestion? Known, TimeSpan Timeout, TimeSpan? Expected, TimeSpan Wait);
