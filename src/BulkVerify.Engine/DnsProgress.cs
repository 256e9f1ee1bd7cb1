using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine;

/// <summary>What a run asks of live DNS, so far.</summary>
/// <param name="Lookups">Answers that evaluators took.</param>
/// <param name="Resolver">What was asked for them.</param>
public sealed record DnsProgress(long Lookups, ResolverStatistics Resolver)
{
    /// <summary>Questions that ended, each once.</summary>
    public long Asked => Resolver.Answered + Resolver.Temporary;

    /// <summary>Share of the look-ups that found their answer there already, 0 to 1.</summary>
    public double CachedShare => Lookups == 0 ? 0 : 1 - (double)Math.Min(Asked, Lookups) / Lookups;
}
