using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Engine.Resolving;

/// <summary>The organizations that one resolver actor is asked about, and whose turn it is: one question each, so that one with many names, or with name servers
/// that do not answer, does not hold up the others.</summary>
internal sealed class ZoneTurns(ResolverOptions options)
{
    /// <summary>Organizations whose rates are remembered while nothing is asked about them.</summary>
    private const int MaxIdle = 50_000;

    /// <summary>How far a query that finds out whether a server is back looks for an organization that is not silent itself.</summary>
    private const int MaxSearched = 64;

    private readonly Dictionary<DomainName, ZoneQueue> _zones = [];
    private int _sweepAt = MaxIdle;
    private readonly Queue<ZoneQueue>[] _turns = [.. Enumerable.Range(0, QuestionTurns.Count).Select(_ => new Queue<ZoneQueue>())];

    /// <summary>The organization that a name belongs to: its questions are asked by one actor, within rates of their own.</summary>
    public static DomainName ZoneOf(in DnsQuestion question) => PublicSuffixRules.BuiltIn.OrganizationalDomain(question.Name);

    public ZoneQueue At(DomainName name)
    {
        if (_zones.TryGetValue(name, out ZoneQueue? zone))
            return zone;
        if (_zones.Count >= _sweepAt)
            Sweep();
        return _zones[name] = new ZoneQueue(name, options);
    }

    /// <summary>Forgets the idle ones; the next time is when as many came again, so that ones that are all busy cost no look at each for each.</summary>
    private void Sweep()
    {
        foreach (ZoneQueue idle in _zones.Values.Where(z => z.IsIdle).ToArray())
            _zones.Remove(idle.Name);
        _sweepAt = Math.Max(MaxIdle, 2 * _zones.Count);
    }

    public void Enqueue(PendingQuestion pending)
    {
        pending.Zone.Enqueue(pending);
        Offer(pending.Zone);
    }

    /// <summary>Gives the zone a turn if it may be asked something.</summary>
    public void Offer(ZoneQueue zone)
    {
        if (!zone.MaySend)
            return;
        for (QuestionTurn turn = 0; (int)turn < QuestionTurns.Count; turn++)
        {
            if (zone.Has(turn) && zone.TryStandIn(turn))
                _turns[(int)turn].Enqueue(zone);
        }
    }

    /// <summary>The next zone that may be asked something; null when there is none.</summary>
    public ZoneQueue? Take()
    {
        for (QuestionTurn turn = 0; (int)turn < QuestionTurns.Count; turn++)
        {
            while (_turns[(int)turn].TryDequeue(out ZoneQueue? zone))
            {
                zone.StepOut(turn);
                if (zone.MaySend && zone.Has(turn))
                    return zone;
            }
        }
        return null;
    }

    /// <summary>A zone whose name servers reply, if there is one: what is asked while all servers are silent is to find out about them.</summary>
    public ZoneQueue PreferTalking(ZoneQueue zone)
    {
        for (int i = 0; i < MaxSearched && zone.SilentInARow > 0 && Take() is { } other; i++)
        {
            Offer(zone);
            zone = other;
        }
        return zone;
    }

    /// <summary>Takes every question that waits.</summary>
    public IEnumerable<PendingQuestion> TakeAll()
    {
        foreach (ZoneQueue zone in _zones.Values)
        {
            while (zone.HasWaiting)
                yield return zone.Dequeue();
        }
    }
}
