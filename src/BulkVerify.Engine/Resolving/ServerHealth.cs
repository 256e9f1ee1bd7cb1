using System.Net;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>How one server does: its round trip time, and its circuit breaker. A server that leaves so many queries in a row without a reply is
/// left alone; then one query at a time finds out whether it is back. Not thread-safe.</summary>
/// <remarks>The silence of a zone's name servers looks like silence of the resolver that asks them. So a zone counts only so often in a row, and what the server
/// answered before is asked again before it is given up.</remarks>
internal sealed class ServerHealth(IPEndPoint endpoint, int index, ResolverOptions options)
{
    /// <summary>Most silent queries in a row that count against the server for one zone.</summary>
    private const int MaxSilencePerZone = 5;

    private readonly Dictionary<DomainName, int> _silentZones = [];
    private int _counted;
    private bool _hasReplied;
    private bool _isProbing;
    private DateTimeOffset _openUntil;
    private TimeSpan _pause = options.BreakerFirstPause;
    private TimeSpan _smoothed;
    private TimeSpan _deviation;

    public IPEndPoint Endpoint => endpoint;

    public int Index => index;

    public bool IsOpen { get; private set; }

    /// <summary>A question that it answered; null before the first.</summary>
    public DnsQuestion? Known { get; private set; }

    /// <summary>Queries without a reply since the last one with a reply.</summary>
    public int SilentInARow { get; private set; }

    /// <summary>When it may be asked again; only while open, and not before the query that probes it has ended.</summary>
    public DateTimeOffset? NextProbe => IsOpen && !_isProbing ? _openUntil : null;

    public bool MaySend(DateTimeOffset now) => !IsOpen || (!_isProbing && now >= _openUntil);

    /// <summary>How long to wait for a reply: what replies took so far and a margin (RFC 6298 §2), doubled with each query for the question that has had none.</summary>
    public TimeSpan TimeoutOf(int unanswered) => Doubled(_hasReplied ? Usual : options.FirstTimeout, options.MinTimeout, unanswered);

    /// <summary>When a reply is overdue, though it may still come: the same without the time that is always left to a reply. Null while that server has not replied.</summary>
    public TimeSpan? ExpectedOf(int unanswered) => _hasReplied ? Doubled(Usual, options.MinOverdue, unanswered) : null;

    private TimeSpan Usual => _smoothed + 4 * _deviation;

    /// <summary>Notes a query; true when it is the probe of an open breaker.</summary>
    public bool Send() => _isProbing = IsOpen;

    /// <param name="took">From query to reply.</param>
    /// <param name="answered">The question when the reply was an answer.</param>
    public void Replied(TimeSpan took, DnsQuestion? answered)
    {
        Known = answered ?? Known;
        _deviation = _hasReplied ? 0.75 * _deviation + 0.25 * (_smoothed - took).Duration() : took / 2;
        _smoothed = _hasReplied ? 0.875 * _smoothed + 0.125 * took : took;
        _hasReplied = true;
        SilentInARow = 0;
        _counted = 0;
        _silentZones.Clear();
        IsOpen = false;
        _isProbing = false;
        _pause = options.BreakerFirstPause;
    }

    /// <summary>The query was not sent after all.</summary>
    public void NotSent(bool wasProbe) => _isProbing &= !wasProbe;

    public void StayedSilent(bool wasProbe, DomainName zone, DateTimeOffset now)
    {
        SilentInARow++;
        if (wasProbe)
        {
            _isProbing = false;
            _pause = _pause * 2 < options.BreakerMaxPause ? _pause * 2 : options.BreakerMaxPause;
            _openUntil = now + _pause;
            return;
        }
        if (IsOpen)
            return;
        int ofZone = _silentZones[zone] = _silentZones.GetValueOrDefault(zone) + 1;
        if (ofZone <= MaxSilencePerZone)
            _counted++;
        if (_counted < (_hasReplied ? options.BreakerThreshold : Math.Min(options.BreakerThreshold, ResolverOptions.BreakerThresholdAtFirst)))
            return;
        IsOpen = true;
        _openUntil = Known is null ? now + _pause : now;
        _silentZones.Clear();
    }

    private TimeSpan Doubled(TimeSpan first, TimeSpan least, int times)
    {
        TimeSpan doubled = (first > least ? first : least) * Math.Pow(2, Math.Min(times, 10));
        return doubled < options.AttemptTimeout ? doubled : options.AttemptTimeout;
    }
}
