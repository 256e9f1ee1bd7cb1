using System.Net;

namespace BulkVerify.Engine.Resolving;

/// <summary>Counters that the resolver actors share. Thread-safe.</summary>
internal sealed class ResolverCounters(IReadOnlyList<IPEndPoint> servers, ServerSet health)
{
    private readonly PerServer[] _servers = [.. servers.Select(_ => new PerServer())];
    private long _questions;
    private long _hits;
    private long _joined;
    private long _answered;
    private long _temporary;
    private long _retries;
    private long _waiting;

    public void Asked(int questions) => Interlocked.Add(ref _questions, questions);

    public void Hit() => Interlocked.Increment(ref _hits);

    public void Joined() => Interlocked.Increment(ref _joined);

    public void Opened() => Interlocked.Increment(ref _waiting);

    public void Closed(bool isTemporary)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref isTemporary ? ref _temporary : ref _answered);
    }

    public void Sent(int server, bool isRetry)
    {
        Interlocked.Increment(ref _servers[server].Sent);
        if (isRetry)
            Interlocked.Increment(ref _retries);
    }

    public void Ended(int server, TransportOutcome outcome, TimeSpan took)
    {
        PerServer counts = _servers[server];
        Interlocked.Increment(ref outcome == TransportOutcome.Answered ? ref counts.Answered : ref outcome == TransportOutcome.TimedOut ? ref counts.TimedOut : ref counts.Failed);
        if (outcome != TransportOutcome.TimedOut)
            Interlocked.Add(ref counts.Ticks, took.Ticks);
    }

    public ResolverStatistics Snapshot()
    {
        int[] silent = health.SilentInARow();
        return new ResolverStatistics(
            Volatile.Read(ref _questions), Volatile.Read(ref _hits), Volatile.Read(ref _joined), Volatile.Read(ref _answered),
            Volatile.Read(ref _temporary), Volatile.Read(ref _retries), Volatile.Read(ref _waiting), health.AllSilent,
            [.. _servers.Select((s, i) => new ServerStatistics(
                servers[i], Volatile.Read(ref s.Sent), Volatile.Read(ref s.Answered), Volatile.Read(ref s.TimedOut), Volatile.Read(ref s.Failed), silent[i],
                TimeSpan.FromTicks(Volatile.Read(ref s.Ticks))))]);
    }

    private sealed class PerServer
    {
        public long Sent;
        public long Answered;
        public long TimedOut;
        public long Failed;
        public long Ticks;
    }
}
