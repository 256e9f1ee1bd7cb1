using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>How often and when a question is asked again. Holds no state of its own.</summary>
internal sealed class RepeatRule(ResolverOptions options, FrozenAnswers answers)
{
    /// <summary>Queries in a row without a reply after which further names of an organization are asked only twice.</summary>
    private const int SilentZone = 20;

    private readonly int _servers = options.Servers.Count;

    /// <summary>True where each server failed, and one of them again: a failure that lasts longer is left to the last pass.</summary>
    public bool HasFailed(PendingQuestion pending) => pending.Failures > _servers;

    /// <summary>True where no query is sent for the question any more at that time.</summary>
    public bool IsSpent(PendingQuestion pending, DateTimeOffset at)
    {
        int retries = answers.IsLastPass ? options.LastPassRetries : pending.Zone.SilentInARow < SilentZone ? options.Retries : Math.Min(1, options.Retries);
        return pending.Attempts > retries || at - pending.FirstSent >= options.Deadline;
    }

    /// <summary>None after silence, for the time-out was the pause; after a failure one when as many failed as there are servers, for a resolver fails at once again with what it has just
    /// found to fail.</summary>
    public TimeSpan PauseOf(PendingQuestion pending, TransportOutcome outcome)
    {
        int round = pending.Failures / _servers;
        return round == 0 || outcome == TransportOutcome.TimedOut ? TimeSpan.Zero : options.FirstBackOff * Math.Pow(2, Math.Min(round - 1, 10));
    }
}
