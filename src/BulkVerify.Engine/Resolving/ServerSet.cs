using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>The servers of a run as all its resolver actors see them: whose turn it is, how fast each replies, which are left alone. Thread-safe.</summary>
internal sealed class ServerSet(ResolverOptions options, QueryPacer pacer)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly ServerHealth[] _servers = [.. options.Servers.Select((endpoint, index) => new ServerHealth(endpoint, index, options))];
    private int _turn;
    private DateTimeOffset? _silentSince;

    public int Count => _servers.Length;

    /// <summary>True while every server is left alone.</summary>
    public bool AllSilent
    {
        get
        {
            lock (_gate)
                return Array.TrueForAll(_servers, s => s.IsOpen);
        }
    }

    /// <summary>Takes the next server in turn that may be asked now: one that the question has not been to, while there is one.</summary>
    public ServerTurn Take(PendingQuestion pending, DateTimeOffset now)
    {
        lock (_gate)
        {
            TimeSpan wait = TimeSpan.Zero;
            int start = pending.Attempts == 0 ? _turn : pending.LastServer + 1;
            for (int i = 0; i < _servers.Length; i++)
            {
                ServerHealth server = _servers[(start + i) % _servers.Length];
                if (!server.MaySend(now))
                    continue;
                TimeSpan slot = pacer.TryTake(server.Index);
                if (slot == TimeSpan.Zero)
                {
                    _turn = server.Index + 1;
                    bool isProbe = server.Send();
                    return isProbe && server.Known is { } known
                        ? new ServerTurn(server, isProbe, known, options.AttemptTimeout, null, TimeSpan.Zero)
                        : new ServerTurn(server, isProbe, null, server.TimeoutOf(pending.Unanswered), server.ExpectedOf(pending.Unanswered), TimeSpan.Zero);
                }
                wait = wait == TimeSpan.Zero || slot < wait ? slot : wait;
            }
            return new ServerTurn(null, false, null, TimeSpan.Zero, null, wait);
        }
    }

    /// <summary>How a query ended: a server that replied, with whatever, is there.</summary>
    public void End(ServerHealth server, bool wasProbe, TransportOutcome outcome, DnsQuestion question, DomainName zone, TimeSpan took, DateTimeOffset now)
    {
        lock (_gate)
        {
            switch (outcome)
            {
                case TransportOutcome.Unaskable:
                    server.NotSent(wasProbe);
                    break;
                case TransportOutcome.TimedOut:
                    server.StayedSilent(wasProbe, zone, now);
                    break;
                default:
                    server.Replied(took, outcome == TransportOutcome.Answered ? question : null);
                    _silentSince = null;
                    break;
            }
        }
    }

    /// <summary>Called when no server may be asked: true once that has lasted so long that questions end; otherwise when to look again.</summary>
    public bool GivesUp(DateTimeOffset now, out TimeSpan wait)
    {
        lock (_gate)
        {
            _silentSince ??= now;
            DateTimeOffset next = _silentSince.Value + options.SilenceLimit;
            wait = TimeSpan.Zero;
            if (now >= next)
                return true;
            foreach (ServerHealth server in _servers)
            {
                if (server.NextProbe is { } probe && probe < next)
                    next = probe;
            }
            // Another actor's query may bring a server back at any time.
            wait = next - now < LookAgain ? next - now : LookAgain;
            return false;
        }
    }

    /// <summary>Queries in a row that each server left without a reply, up to now.</summary>
    public int[] SilentInARow()
    {
        lock (_gate)
            return [.. _servers.Select(s => s.SilentInARow)];
    }
}
