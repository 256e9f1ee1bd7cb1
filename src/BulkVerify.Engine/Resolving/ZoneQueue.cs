namespace BulkVerify.Engine.Resolving;

/// <summary>The questions about the names of one organization, and how many of them may be asked: its name servers are asked by our server, whatever server that is.
/// Owned by one resolver actor.</summary>
internal sealed class ZoneQueue(DomainName name, ResolverOptions options)
{
    private readonly Queue<PendingQuestion> _fresh = new();
    private readonly Queue<PendingQuestion> _again = new();
    private readonly TimeSpan _interval = options.QueriesPerSecondPerZone > 0 ? TimeSpan.FromSeconds(1 / options.QueriesPerSecondPerZone) : TimeSpan.Zero;
    private DateTimeOffset _next;

    public DomainName Name => name;

    /// <summary>Queries under way.</summary>
    public int InFlight { get; set; }

    /// <summary>Queries without a reply since the last one with a reply.</summary>
    public int SilentInARow { get; set; }

    /// <summary>It stands in the queue of zones whose questions are asked again.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>It stands in the queue of zones that may be asked.</summary>
    public bool IsReady { get; set; }

    /// <summary>It waits for its rate.</summary>
    public bool IsDelayed { get; set; }

    public bool HasWaiting => _fresh.Count + _again.Count > 0;

    public bool HasAgain => _again.Count > 0;

    public bool MaySend => HasWaiting && !IsDelayed && InFlight < options.MaxInFlightPerZone;

    public bool IsIdle => !HasWaiting && InFlight == 0 && !IsDelayed;

    public void Enqueue(PendingQuestion pending) => (pending.Attempts == 0 ? _fresh : _again).Enqueue(pending);

    public PendingQuestion Peek() => _again.Count > 0 ? _again.Peek() : _fresh.Peek();

    public PendingQuestion Dequeue() => _again.Count > 0 ? _again.Dequeue() : _fresh.Dequeue();

    /// <summary>How long until the zone's rate allows a query; zero for now.</summary>
    public TimeSpan WaitFor(DateTimeOffset now)
    {
        TimeSpan wait = _next - now - _interval * options.BurstPerZone;
        return _interval > TimeSpan.Zero && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes a slot of the rate: an even schedule that a burst may run ahead of.</summary>
    public void TakeSlot(DateTimeOffset now) => _next = (_next > now ? _next : now) + _interval;
}
