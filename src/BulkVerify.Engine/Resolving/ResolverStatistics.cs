namespace BulkVerify.Engine.Resolving;

/// <summary>Counts of a <see cref="ResolverPool"/> so far, for the terminal and the telemetry.</summary>
/// <param name="Questions">Questions in the batches asked.</param>
/// <param name="Hits">Those that had an answer when their turn came.</param>
/// <param name="Joined">Those that waited for a query already under way.</param>
/// <param name="Answered">Questions that got a final answer.</param>
/// <param name="Temporary">Questions that ended as a temporary error.</param>
/// <param name="Retries">Queries that repeated one.</param>
/// <param name="Waiting">Questions without an answer now.</param>
/// <param name="AllSilent">No server replies: questions end at once until one does.</param>
/// <param name="Servers">By server.</param>
public sealed record ResolverStatistics(long Questions, long Hits, long Joined, long Answered, long Temporary, long Retries, long Waiting, bool AllSilent, IReadOnlyList<ServerStatistics> Servers)
{
    /// <summary>Queries sent to all servers.</summary>
    public long Sent => Servers.Sum(s => s.Sent);

    /// <summary>Queries without a reply, of all servers.</summary>
    public long TimedOut => Servers.Sum(s => s.TimedOut);
}
