using Akka.Actor;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>
/// Asks live DNS for the questions about organizations whose hash is its own: each question once however many batches want it, within rates and bounds,
/// again on another server when one fails. Answers go to the shared <see cref="FrozenAnswers"/>; batches only hear that they are there.
/// </summary>
internal sealed class DnsResolverActor : UntypedActor, IWithTimers
{
    private readonly FrozenAnswers _answers;
    private readonly IDnsTransport _transport;
    private readonly ServerSet _servers;
    private readonly ResolverCounters _counters;
    private readonly TimeProvider _time;
    private readonly int _maxInFlight;
    private readonly CancellationTokenSource _stop = new();
    private readonly OpenQuestions _open;
    private readonly ZoneTurns _zones;
    private readonly OverdueQueries _overdue = new();
    private readonly RepeatRule _again;
    private int _inFlight;

    public DnsResolverActor(FrozenAnswers answers, ResolverOptions options, IDnsTransport transport, ServerSet servers, ResolverCounters counters, TimeProvider time)
    {
        _answers = answers;
        _again = new RepeatRule(options, answers);
        _transport = transport;
        _servers = servers;
        _counters = counters;
        _time = time;
        _open = new OpenQuestions(answers, counters, time);
        _zones = new ZoneTurns(options);
        _maxInFlight = Math.Max(1, DescriptorLimit.Bound(options.MaxInFlight) / options.Actors);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A clock that nobody sets: rates and deadlines hold when the system's time steps.</summary>
    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + _time.GetElapsedTime(0);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AskBatch batch:
                _open.Accept(batch.Questions, Sender, Open);
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
                again.Pending.Zone.Paused--;
                if (!again.Pending.IsClosed)
                    _zones.Enqueue(again.Pending);
                Pump();
                break;
            case RateAllows allows:
                allows.Zone.IsDelayed = false;
                _zones.Offer(allows.Zone);
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
        _open.FailAll(reason);
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private PendingQuestion Open(DnsQuestion question)
    {
        var pending = new PendingQuestion(question, _zones.At(ZoneTurns.ZoneOf(question)));
        _zones.Enqueue(pending);
        return pending;
    }

    /// <summary>Sends what bounds, rates and the health of the servers allow now, and sets a timer for the rest.</summary>
    private void Pump()
    {
        while (_inFlight < _maxInFlight && NextZone() is { } zone)
        {
            DateTimeOffset now = Now;
            if (_servers.AllSilent)
                zone = _zones.PreferTalking(zone);
            if (zone.Peek().IsClosed)
            {
                zone.Dequeue();
                _zones.Offer(zone);
                continue;
            }
            if (zone.WaitFor(now) is { Ticks: > 0 } slot)
            {
                zone.IsDelayed = true;
                Timers.StartSingleTimer(zone, new RateAllows(zone), slot);
                continue;
            }
            ServerTurn turn = _servers.Take(zone.Peek(), now);
            if (turn.Server is null)
            {
                _zones.Offer(zone);
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
            _zones.Offer(zone);
        }
    }

    /// <summary>The zone whose turn it is. Where there is none, slots are free, and whoever waits does so for what is under way: queries that are overdue are sent again.</summary>
    private ZoneQueue? NextZone()
    {
        while (true)
        {
            DateTimeOffset? due = _overdue.FirstDue();
            if (_zones.Take() is { } zone)
                return zone;
            if (due is null)
                return null;
            if (due - Now is { Ticks: > 0 } wait)
            {
                PumpAfter(wait);
                return null;
            }
            PendingQuestion pending = _overdue.Take();
            if (!_again.IsSpent(pending, Now))
                _zones.Enqueue(pending);
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
        foreach (PendingQuestion pending in _zones.TakeAll().Where(p => !p.IsClosed))
        {
            if (_answers.IsLastPass)
                _open.GiveUp(pending, new ServersSilentException());
            else
                _open.Close(pending, pending.Failures > 0 ? DnsAnswer.ServFail : DnsAnswer.Timeout);
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
        pending.Unanswered++;
        pending.UnderWay++;
        pending.LastServer = server.Index;
        if (turn.Expected is { } expected)
            _overdue.Add(pending, now + expected);
        long sent = _time.GetTimestamp();
        _transport.AskAsync(server.Endpoint, pending.Question, pending.UseEdns, turn.Timeout, _stop.Token).PipeTo(
            Self,
            success: reply => new AttemptEnded(this, pending, server, turn.IsProbe, sent, reply),
            failure: _ => new AttemptEnded(this, pending, server, turn.IsProbe, sent, new TransportReply(TransportOutcome.Broken)));
    }

    /// <summary>Finds out whether a server is back by what it answered before.</summary>
    private void Probe(ServerHealth server, DnsQuestion known, TimeSpan timeout)
    {
        _inFlight++;
        _counters.Sent(server.Index, isRetry: true);
        long sent = _time.GetTimestamp();
        _transport.AskAsync(server.Endpoint, known, useEdns: true, timeout, _stop.Token).PipeTo(
            Self,
            success: reply => new ProbeEnded(this, known, server, sent, reply.Outcome),
            failure: _ => new ProbeEnded(this, known, server, sent, TransportOutcome.Broken));
    }

    private void End(ProbeEnded ended)
    {
        if (ended.Asker == this)
            _inFlight--;
        TimeSpan took = _time.GetElapsedTime(ended.Sent);
        _counters.Ended(ended.Server.Index, ended.Outcome, took);
        _servers.End(ended.Server, wasProbe: true, ended.Outcome, ended.Known, ZoneTurns.ZoneOf(ended.Known), took, Now);
    }

    private void End(AttemptEnded ended)
    {
        (DnsResolverActor asker, PendingQuestion pending, ServerHealth server, bool wasProbe, long sent, TransportReply reply) = ended;
        TimeSpan took = _time.GetElapsedTime(sent);
        DateTimeOffset now = Now;
        _counters.Ended(server.Index, reply.Outcome, took);
        _servers.End(server, wasProbe, reply.Outcome, pending.Question, pending.Zone.Name, took, now);
        // Asked before a restart: whoever waited has been told.
        if (asker != this)
            return;
        _inFlight--;
        pending.UnderWay--;
        pending.Zone.InFlight--;
        _zones.Offer(pending.Zone);
        if (pending.IsClosed)
            return;
        switch (reply.Outcome)
        {
            case TransportOutcome.Unaskable:
                _open.Close(pending, DnsAnswer.ServFail);
                return;
            case TransportOutcome.Answered:
                pending.Zone.SilentInARow = 0;
                _open.Close(pending, reply.Answer!);
                return;
            case TransportOutcome.TimedOut:
                pending.Zone.SilentInARow++;
                break;
            default:
                pending.Failures++;
                pending.Unanswered = pending.UnderWay;
                break;
        }
        pending.UseEdns &= reply.Outcome != TransportOutcome.FormatError;
        bool mayHaveAnswer = pending.UnderWay > 0 && (reply.Outcome == TransportOutcome.TimedOut || (_again.IsSpent(pending, now) && !_again.HasFailed(pending)));
        if (pending.IsQueued || mayHaveAnswer)
            return;
        Repeat(pending, reply.Outcome, now);
    }

    private void Repeat(PendingQuestion pending, TransportOutcome outcome, DateTimeOffset now)
    {
        TimeSpan pause = _again.PauseOf(pending, outcome);
        // While no server replies at all it is not the question's fault: it waits with the others.
        if (_again.HasFailed(pending) || (_again.IsSpent(pending, now + pause) && !_servers.AllSilent))
            _open.Close(pending, pending.Failures > 0 ? DnsAnswer.ServFail : DnsAnswer.Timeout);
        else if (pause == TimeSpan.Zero)
            _zones.Enqueue(pending);
        else
            Pause(pending, pause);
    }

    private void Pause(PendingQuestion pending, TimeSpan pause)
    {
        pending.IsQueued = true;
        pending.Zone.Paused++;
        Timers.StartSingleTimer(pending, new Again(pending), pause);
    }

    private sealed record AttemptEnded(DnsResolverActor Asker, PendingQuestion Pending, ServerHealth Server, bool WasProbe, long Sent, TransportReply Reply);

    private sealed record ProbeEnded(DnsResolverActor Asker, DnsQuestion Known, ServerHealth Server, long Sent, TransportOutcome Outcome);

    private sealed record Again(PendingQuestion Pending);

    private sealed record RateAllows(ZoneQueue Zone);

    private sealed class PumpNow
    {
        public static readonly PumpNow Instance = new();
    }
}
