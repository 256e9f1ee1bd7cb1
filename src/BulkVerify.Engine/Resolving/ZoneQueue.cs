namespace BulkVerify.Engine.Resolving;

/// <summary>The questions about the names of one organization, and how many of them may be asked: its name servers are asked by our server, whatever server that is.
/// Owned by one resolver actor.</summary>
internal sealed class ZoneQueue(DomainName name, ResolverOptions options)
{
    private readonly Queue<PendingQuestion>?[] _waiting = new Queue<PendingQuestion>?[QuestionTurns.Count];
    private readonly bool[] _standsIn = new bool[QuestionTurns.Count];
    private readonly TimeSpan _interval = options.QueriesPerSecondPerZone > 0 ? TimeSpan.FromSeconds(1 / options.QueriesPerSecondPerZone) : TimeSpan.Zero;
    private DateTimeOffset _next;

    public DomainName Name => name;

    /// <summary>Queries under way.</summary>
    public int InFlight { get; set; }

    /// <summary>Queries without a reply since the last one with a reply.</summary>
    public int SilentInARow { get; set; }

    /// <summary>Questions that are asked again after a pause.</summary>
    public int Paused { get; set; }

    /// <summary>It waits for its rate.</summary>
    public bool IsDelayed { get; set; }

    public bool HasWaiting => Has(QuestionTurn.Again) || Has(QuestionTurn.LeadsOn) || Has(QuestionTurn.Ends);

    public bool MaySend => HasWaiting && !IsDelayed && InFlight < options.MaxInFlightPerZone;

    public bool IsIdle => !HasWaiting && InFlight == 0 && Paused == 0 && !IsDelayed;

    public bool Has(QuestionTurn turn) => _waiting[(int)turn] is { Count: > 0 };

    public void Enqueue(PendingQuestion pending)
    {
        pending.IsQueued = true;
        (_waiting[(int)pending.Turn] ??= new Queue<PendingQuestion>()).Enqueue(pending);
    }

    /// <summary>The question that is asked next; only while one waits.</summary>
    public PendingQuestion Peek() => First().Peek();

    public PendingQuestion Dequeue()
    {
        PendingQuestion pending = First().Dequeue();
        pending.IsQueued = false;
        return pending;
    }

    /// <summary>Notes that it stands among the zones of a turn; false when it does already.</summary>
    public bool TryStandIn(QuestionTurn turn) => !_standsIn[(int)turn] && (_standsIn[(int)turn] = true);

    /// <summary>Notes that it does not any more.</summary>
    public void StepOut(QuestionTurn turn) => _standsIn[(int)turn] = false;

    /// <summary>How long until the zone's rate allows a query; zero for now.</summary>
    public TimeSpan WaitFor(DateTimeOffset now)
    {
        TimeSpan wait = _next - now - _interval * options.BurstPerZone;
        return _interval > TimeSpan.Zero && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes a slot of the rate: an even schedule that a burst may run ahead of.</summary>
    public void TakeSlot(DateTimeOffset now) => _next = (_next > now ? _next : now) + _interval;

    private Queue<PendingQuestion> First() => Array.Find(_waiting, w => w is { Count: > 0 })!;
}
