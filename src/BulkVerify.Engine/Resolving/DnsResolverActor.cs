using Akka.Actor;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Engine.Resolving;

/// <summary>
/// Asks live DNS for the questions about organizations whose hash is its own: each question once however many batches want it, within rates and bounds,
/// again on another server when one fails. Answers go to the shared <see cref="FrozenAnswers"/>; batches only hear that they are there.
/// </summary>
/// <remarks>Organizations take turns, so that one with many names, or with name servers that do not answer, does not hold up the others.</remarks>
internal sealed class DnsResolverActor : UntypedActor, IWithTimers
{
    /// <summary>Organizations whose rates are remembered while nothing is asked about them.</summary>
    private const int MaxIdleZones = 50_000;

    /// <summary>How far a query that finds out whether a server is back looks for an organization that is not silent itself.</summary>
    private const int MaxZonesSearched = 64;

    /// <summary>Queries in a row without a reply after which further names of an organization are asked only twice.</summary>
    private const int SilentZone = 20;

    private readonly FrozenAnswers _answers;
    private readonly ResolverOptions _options;
    private readonly IDnsTransport _transport;
    private readonly ServerSet _servers;
    private readonly ResolverCounters _counters;
    private readonly TimeProvider _time;
    private readonly int _maxInFlight;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<DnsQuestion, PendingQuestion> _pending = [];
    private readonly Dictionary<DomainName, ZoneQueue> _zones = [];
    private readonly Queue<ZoneQueue> _ready = new();
    private readonly Queue<ZoneQueue> _urgent = new();
    private int _inFlight;

    public DnsResolverActor(FrozenAnswers answers, ResolverOptions options, IDnsTransport transport, ServerSet servers, ResolverCounters counters, TimeProvider time)
    {
        _answers = answers;
        _options = options;
        _transport = transport;
        _servers = servers;
        _counters = counters;
        _time = time;
        _maxInFlight = Math.Max(1, DescriptorLimit.Bound(options.MaxInFlight) / options.Actors);
    }

    /// <summary>The organization that a name belongs to: its questions are asked by one actor, within rates of their own.</summary>
    public static DomainName ZoneOf(in DnsQuestion question) => PublicSuffixRules.BuiltIn.OrganizationalDomain(question.Name);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskBatch batch:
                Accept(batch.Questions);
                Pump();
                break;
            case AttemptEnded ended:
                End(ended);
                Pump();
                break;
            case ProbeEnded ended:
                End(ended);
                Pump();
                break;
            case Again again:
                Enqueue(again.Pending);
                Pump();
                break;
            case RateAllows allows:
                allows.Zone.IsDelayed = false;
                Offer(allows.Zone);
                Pump();
                break;
            case PumpNow:
                Pump();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>After an unexpected exception the state is lost: whoever waits hears of it instead of waiting in vain.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (WaitingBatch batch in _pending.Values.SelectMany(p => p.Waiting).Distinct())
            batch.Sender.Tell(new Status.Failure(reason));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Accept(DnsQuestion[] questions)
    {
        _counters.Asked(questions.Length);
        var batch = new WaitingBatch(Sender, questions.Length);
        foreach (DnsQuestion question in questions)
        {
            if (_answers.Find(question) is { } known)
            {
                _counters.Hit();
                batch.Temporary += known.IsTemporaryError ? 1 : 0;
                continue;
            }
            batch.Open++;
            if (_pending.TryGetValue(question, out PendingQuestion? pending))
            {
                _counters.Joined();
            }
            else
            {
                pending = new PendingQuestion(question, ZoneAt(ZoneOf(question)));
                _pending.Add(question, pending);
                Enqueue(pending);
                _counters.Opened();
            }
            pending.Waiting.Add(batch);
        }
        if (batch.Open == 0)
            batch.Sender.Tell(new BatchAnswered(batch.Questions, batch.Temporary));
    }

    private ZoneQueue ZoneAt(DomainName name)
    {
        if (_zones.TryGetValue(name, out ZoneQueue? zone))
            return zone;
        if (_zones.Count >= MaxIdleZones)
        {
            foreach (ZoneQueue idle in _zones.Values.Where(z => z.IsIdle).ToArray())
                _zones.Remove(idle.Name);
        }
        return _zones[name] = new ZoneQueue(name, _options);
    }

    private void Enqueue(PendingQuestion pending)
    {
        pending.Zone.Enqueue(pending);
        Offer(pending.Zone);
    }

    /// <summary>Gives the zone a turn if it may be asked something.</summary>
    private void Offer(ZoneQueue zone)
    {
        if (!zone.MaySend)
            return;
        if (zone.HasAgain && !zone.IsUrgent)
        {
            zone.IsUrgent = true;
            _urgent.Enqueue(zone);
        }
        if (!zone.IsReady)
        {
            zone.IsReady = true;
            _ready.Enqueue(zone);
        }
    }

    /// <summary>The next zone in turn that may be asked something; those with questions that were asked before go first.</summary>
    private ZoneQueue? TakeZone()
    {
        while (_urgent.TryDequeue(out ZoneQueue? zone))
        {
            zone.IsUrgent = false;
            if (zone.MaySend && zone.HasAgain)
                return zone;
        }
        while (_ready.TryDequeue(out ZoneQueue? zone))
        {
            zone.IsReady = false;
            if (zone.MaySend)
                return zone;
        }
        return null;
    }

    /// <summary>A zone whose name servers reply, if there is one: what is asked while all servers are silent is to find out about them.</summary>
    private ZoneQueue PreferTalking(ZoneQueue zone)
    {
        for (int i = 0; i < MaxZonesSearched && zone.SilentInARow > 0 && TakeZone() is { } other; i++)
        {
            Offer(zone);
            zone = other;
        }
        return zone;
    }

    /// <summary>Sends what bounds, rates and the health of the servers allow now, and sets a timer for the rest.</summary>
    private void Pump()
    {
        while (_inFlight < _maxInFlight && TakeZone() is { } zone)
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (_servers.AllSilent)
                zone = PreferTalking(zone);
            if (zone.WaitFor(now) is { Ticks: > 0 } slot)
            {
                zone.IsDelayed = true;
                Timers.StartSingleTimer(zone, new RateAllows(zone), slot);
                continue;
            }
            ServerTurn turn = _servers.Take(zone.Peek(), now);
            if (turn.Server is null)
            {
                Offer(zone);
                if (turn.Wait > TimeSpan.Zero)
                    PumpAfter(turn.Wait);
                else
                    WaitForServers(now);
                return;
            }
            if (turn.Known is { } known)
            {
                Probe(turn.Server, known, turn.Timeout);
            }
            else
            {
                zone.TakeSlot(now);
                Send(zone.Dequeue(), turn, now);
            }
            Offer(zone);
        }
    }

    /// <summary>No server answers: questions wait for a while, then they end, so that a run without a network ends.</summary>
    private void WaitForServers(DateTimeOffset now)
    {
        if (!_servers.GivesUp(now, out TimeSpan wait))
        {
            PumpAfter(wait);
            return;
        }
        foreach (ZoneQueue zone in _zones.Values)
        {
            while (zone.HasWaiting)
            {
                PendingQuestion pending = zone.Dequeue();
                if (_answers.IsLastPass)
                    GiveUp(pending, new ServersSilentException());
                else
                    Close(pending, pending.Failures > 0 ? DnsAnswer.ServFail : DnsAnswer.Timeout);
            }
        }
    }

    private void PumpAfter(TimeSpan wait) => Timers.StartSingleTimer(PumpNow.Instance, PumpNow.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));

    private void Send(PendingQuestion pending, ServerTurn turn, DateTimeOffset now)
    {
        _inFlight++;
        pending.Zone.InFlight++;
        if (pending.Attempts == 0)
            pending.FirstSent = now;
        ServerHealth server = turn.Server!;
        _counters.Sent(server.Index, isRetry: pending.Attempts > 0);
        pending.Attempts++;
        pending.LastServer = server.Index;
        long sent = _time.GetTimestamp();
        _transport.AskAsync(server.Endpoint, pending.Question, pending.UseEdns, turn.Timeout, _stop.Token).PipeTo(
            Self,
            success: reply => new AttemptEnded(pending, server, turn.IsProbe, sent, reply),
            failure: _ => new AttemptEnded(pending, server, turn.IsProbe, sent, new TransportReply(TransportOutcome.Broken)));
    }

    /// <summary>Finds out whether a server is back by what it answered before.</summary>
    private void Probe(ServerHealth server, DnsQuestion known, TimeSpan timeout)
    {
        _inFlight++;
        _counters.Sent(server.Index, isRetry: true);
        long sent = _time.GetTimestamp();
        _transport.AskAsync(server.Endpoint, known, useEdns: true, timeout, _stop.Token).PipeTo(
            Self,
            success: reply => new ProbeEnded(known, server, sent, reply.Outcome),
            failure: _ => new ProbeEnded(known, server, sent, TransportOutcome.Broken));
    }

    private void End(ProbeEnded ended)
    {
        _inFlight--;
        TimeSpan took = _time.GetElapsedTime(ended.Sent);
        _counters.Ended(ended.Server.Index, ended.Outcome, took);
        _servers.End(ended.Server, wasProbe: true, ended.Outcome, ended.Known, ZoneOf(ended.Known), took, _time.GetUtcNow());
    }

    private void End(AttemptEnded ended)
    {
        (PendingQuestion pending, ServerHealth server, bool wasProbe, long sent, TransportReply reply) = ended;
        _inFlight--;
        pending.Zone.InFlight--;
        Offer(pending.Zone);
        TimeSpan took = _time.GetElapsedTime(sent);
        DateTimeOffset now = _time.GetUtcNow();
        _counters.Ended(server.Index, reply.Outcome, took);
        _servers.End(server, wasProbe, reply.Outcome, pending.Question, pending.Zone.Name, took, now);
        switch (reply.Outcome)
        {
            case TransportOutcome.Unaskable:
                Close(pending, DnsAnswer.ServFail);
                return;
            case TransportOutcome.Answered:
                pending.Zone.SilentInARow = 0;
                Close(pending, reply.Answer!);
                return;
            case TransportOutcome.TimedOut:
                pending.Zone.SilentInARow++;
                break;
            default:
                pending.Failures++;
                break;
        }
        pending.UseEdns &= reply.Outcome != TransportOutcome.FormatError;
        Repeat(pending, reply.Outcome, now);
    }

    /// <summary>Asks again: after silence at once, for the time-out was the pause; after a failure when every server had its turn, for a resolver fails at once again
    /// with what it has just found to fail.</summary>
    private void Repeat(PendingQuestion pending, TransportOutcome outcome, DateTimeOffset now)
    {
        int round = pending.Attempts / _servers.Count;
        TimeSpan pause = round == 0 || outcome == TransportOutcome.TimedOut ? TimeSpan.Zero : _options.FirstBackOff * Math.Pow(2, Math.Min(round - 1, 10));
        // Each server, and one of them again: a failure that lasts longer is left to the last pass.
        bool hasFailed = pending.Failures > _servers.Count;
        int retries = _answers.IsLastPass ? _options.LastPassRetries : pending.Zone.SilentInARow < SilentZone ? _options.Retries : Math.Min(1, _options.Retries);
        bool isSpent = pending.Attempts > retries || now + pause - pending.FirstSent >= _options.Deadline;
        // While no server replies at all it is not the question's fault: it waits with the others.
        if (hasFailed || (isSpent && !_servers.AllSilent))
            Close(pending, pending.Failures > 0 ? DnsAnswer.ServFail : DnsAnswer.Timeout);
        else if (pause == TimeSpan.Zero)
            Enqueue(pending);
        else
            Timers.StartSingleTimer(pending, new Again(pending), pause);
    }

    private void Close(PendingQuestion pending, DnsAnswer answer)
    {
        try
        {
            answer = _answers.Add(pending.Question, answer, _time.GetUtcNow());
        }
        catch (IOException e)
        {
            // The answers' file cannot be written: whoever waits has to stop.
            GiveUp(pending, e);
            return;
        }
        _pending.Remove(pending.Question);
        _counters.Closed(answer.IsTemporaryError);
        foreach (WaitingBatch batch in pending.Waiting)
        {
            batch.Open--;
            batch.Temporary += answer.IsTemporaryError ? 1 : 0;
            if (batch.Open == 0)
                batch.Sender.Tell(new BatchAnswered(batch.Questions, batch.Temporary));
        }
    }

    /// <summary>Whoever waits for the question hears why there will be no answer.</summary>
    private void GiveUp(PendingQuestion pending, IOException reason)
    {
        _pending.Remove(pending.Question);
        _counters.Closed(isTemporary: true);
        foreach (WaitingBatch batch in pending.Waiting)
            batch.Sender.Tell(new Status.Failure(reason));
    }

    private sealed record AttemptEnded(PendingQuestion Pending, ServerHealth Server, bool WasProbe, long Sent, TransportReply Reply);

    private sealed record ProbeEnded(DnsQuestion Known, ServerHealth Server, long Sent, TransportOutcome Outcome);

    private sealed record Again(PendingQuestion Pending);

    private sealed record RateAllows(ZoneQueue Zone);

    private sealed class PumpNow
    {
        public static readonly PumpNow Instance = new();
    }
}
