using System.Net;

namespace BulkVerify.Engine.Resolving;

/// <summary>Circuit breaker of one server, kept by one resolver actor. A server that leaves so many queries in a row without a reply is
/// left alone; then one query at a time finds out whether it is back.</summary>
internal sealed class ServerHealth(IPEndPoint endpoint, int index, ResolverOptions options)
{
    private int _silentInARow;
    private bool _isOpen;
    private bool _isProbing;
    private DateTimeOffset _openUntil;
    private TimeSpan _pause = options.BreakerFirstPause;

    public IPEndPoint Endpoint => endpoint;

    public int Index => index;

    public bool IsOpen => _isOpen;

    /// <summary>When it may be asked again; only while open, and not before the query that probes it has ended.</summary>
    public DateTimeOffset? NextProbe => _isOpen && !_isProbing ? _openUntil : null;

    public bool MaySend(DateTimeOffset now) => !_isOpen || (!_isProbing && now >= _openUntil);

    /// <summary>Notes a query; true when it is the probe of an open breaker.</summary>
    public bool Send() => _isProbing = _isOpen;

    public void Replied()
    {
        _silentInARow = 0;
        _isOpen = false;
        _isProbing = false;
        _pause = options.BreakerFirstPause;
    }

    /// <summary>The query was not sent after all.</summary>
    public void NotSent(bool wasProbe) => _isProbing &= !wasProbe;

    public void StayedSilent(bool wasProbe, DateTimeOffset now)
    {
        _silentInARow++;
        if (wasProbe)
        {
            _isProbing = false;
            _pause = _pause * 2 < options.BreakerMaxPause ? _pause * 2 : options.BreakerMaxPause;
            _openUntil = now + _pause;
        }
        else if (!_isOpen && _silentInARow >= options.BreakerThreshold)
        {
            _isOpen = true;
            _openUntil = now + _pause;
        }
    }
}
