using System.Net;

namespace BulkVerify.Engine.Resolving;

/// <summary>How live DNS is asked.</summary>
public sealed record ResolverOptions
{
    /// <summary>Recursive servers, at least one. Questions are spread over those that answer.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>Queries a second to all servers together; 0 for no limit.</summary>
    public double QueriesPerSecond { get; init; }

    /// <summary>Queries a second to each server; 0 for no limit.</summary>
    public double QueriesPerSecondPerServer { get; init; }

    /// <summary>Queries a second about the names of one organization in the long run; 0 for no limit.</summary>
    public double QueriesPerSecondPerZone { get; init; } = 100;

    /// <summary>How many queries about one organization may run ahead of its rate.</summary>
    public int BurstPerZone { get; init; } = 500;

    /// <summary>Queries about one organization under way at once.</summary>
    public int MaxInFlightPerZone { get; init; } = 64;

    /// <summary>Longest that one query waits for its reply, TCP after truncation included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the first queries wait, before it is known how long replies take.</summary>
    public TimeSpan FirstTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest that a query waits, however fast replies come.</summary>
    public TimeSpan MinTimeout { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Shortest until a reply counts as overdue: where nothing else waits to be asked, the question is sent again without giving up the first query.</summary>
    public TimeSpan MinOverdue { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a question is sent again after a failed query.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The same in the last pass, after which nothing is asked again.</summary>
    public int LastPassRetries { get; init; } = 3;

    /// <summary>Pause before a query is repeated that every server replied to with a failure; doubled each time.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time for one question from its first query on, after which none is sent.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long questions wait while no server replies at all; from then on they end at once until one does.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Queries under way at once. Each uses a socket: <see cref="DescriptorLimit"/> may lower it.</summary>
    public int MaxInFlight { get; init; } = 4000;

    /// <summary>Queries in a row without a reply after which a server that never replied at all is left alone, if <see cref="BreakerThreshold"/> is not less.</summary>
    public const int BreakerThresholdAtFirst = 3;

    /// <summary>Queries in a row without a reply after which a server is left alone for a while.</summary>
    public int BreakerThreshold { get; init; } = 20;

    /// <summary>How long it is left alone at first; doubled each time one query shows that it is still silent.</summary>
    public TimeSpan BreakerFirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan BreakerMaxPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Number of resolver actors; a question's hash picks one.</summary>
    public int Actors { get; init; } = 4;

    /// <summary>How long a batch may wait for its answers, rate limit included. Reaching it is an error of the program, not of the DNS.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromHours(2);
}
