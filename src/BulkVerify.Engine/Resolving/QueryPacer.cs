namespace BulkVerify.Engine.Resolving;

/// <summary>Holds the rates of queries, to all servers together and to each. Thread-safe.</summary>
/// <remarks>A virtual schedule (GCRA): each query takes the next free slot, and may be sent up to <see cref="Slack"/> before it, so that
/// timers of 10 ms do not slow a rate of thousands.</remarks>
internal sealed class QueryPacer(TimeProvider time, double queriesPerSecond, double queriesPerSecondPerServer, int servers)
{
    /// <summary>How far ahead of the even schedule queries may be sent.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly TimeSpan _interval = IntervalOf(queriesPerSecond);
    private readonly TimeSpan _serverInterval = IntervalOf(queriesPerSecondPerServer);
    private readonly TimeSpan[] _nextOfServer = new TimeSpan[servers];
    private TimeSpan _next;

    /// <summary>Takes a slot for a query to the server and returns zero, or takes none and returns how long to wait.</summary>
    public TimeSpan TryTake(int server)
    {
        if (_interval == TimeSpan.Zero && _serverInterval == TimeSpan.Zero)
            return TimeSpan.Zero;
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(_start);
            TimeSpan next = _next > _nextOfServer[server] ? _next : _nextOfServer[server];
            TimeSpan wait = next - now - Slack;
            if (wait > TimeSpan.Zero)
                return wait;
            _next = Later(_next, now) + _interval;
            _nextOfServer[server] = Later(_nextOfServer[server], now) + _serverInterval;
            return TimeSpan.Zero;
        }
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan IntervalOf(double perSecond) => perSecond > 0 ? TimeSpan.FromSeconds(1 / perSecond) : TimeSpan.Zero;
}
