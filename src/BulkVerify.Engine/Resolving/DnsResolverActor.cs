using Akka.Actor;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>
/// Asks live DNS for the questions whose hash is its own: each question once however many batches want it, within rates and bounds,
/// again on another server when one fails. Answers go to the shared <see cref="FrozenAnswers"/>; batches only hear that they are there.
/// </summary>
internal sealed class DnsResolverActor : UntypedActor, IWithTimers
{
    private readonly FrozenAnswers _answers;
    private readonly ResolverOptions _options;
    private readonly IDnsTransport _transport;
    private readonly QueryPacer _pacer;
    private readonly ResolverCounters _counters;
    private readonly TimeProvider _time;
    private readonly ServerHealth[] _servers;
    private readonly int _maxInFlight;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<DnsQuestion, PendingQuestion> _pending = [];
    private readonly Queue<PendingQuestion> _fresh = new();
    private readonly Queue<PendingQuestion> _again = new();
    private int _inFlight;
    private int _turn;
    private DateTimeOffset? _silentSince;

    public DnsResolverActor(FrozenAnswers answers, ResolverOptions options, IDnsTransport transport, QueryPacer pacer, ResolverCounters counters, TimeProvider time)
    {
        _answers = answers;
        _options = options;
        _transport = transport;
        _pacer = pacer;
        _counters = counters;
        _time = time;
        _servers = [.. options.Servers.Select((endpoint, index) => new ServerHealth(endpoint, index, options))];
        _maxInFlight = Math.Max(1, options.MaxInFlight / options.Actors);
    }

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
            case Again again:
                _again.Enqueue(again.Pending);
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
                pending = new PendingQuestion(question);
                _pending.Add(question, pending);
                _fresh.Enqueue(pending);
                _counters.Opened();
            }
            pending.Waiting.Add(batch);
        }
        if (batch.Open == 0)
            batch.Sender.Tell(new BatchAnswered(batch.Questions, batch.Temporary));
    }

    /// <summary>Sends what bounds, rates and the health of the servers allow now, and sets a timer for the rest.</summary>
    private void Pump()
    {
        while (_inFlight < _maxInFlight && _again.Count + _fresh.Count > 0)
        {
            DateTimeOffset now = _time.GetUtcNow();
            Queue<PendingQuestion> queue = _again.Count > 0 ? _again : _fresh;
            if (TakeServer(queue.Peek(), now, out TimeSpan wait) is { } server)
            {
                Send(queue.Dequeue(), server, now);
                continue;
            }
            if (wait > TimeSpan.Zero)
                PumpAfter(wait);
            else
                WaitForServers(now);
            return;
        }
    }

    /// <summary>The next server in turn that may be asked now: one that the question has not been to, while there is one.
    /// Null with the shortest wait for a slot, or with no wait when no server may be asked at all.</summary>
    private ServerHealth? TakeServer(PendingQuestion pending, DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        int start = pending.Attempts == 0 ? _turn : pending.LastServer + 1;
        for (int i = 0; i < _servers.Length; i++)
        {
            ServerHealth server = _servers[(start + i) % _servers.Length];
            if (!server.MaySend(now))
                continue;
            TimeSpan slot = _pacer.TryTake(server.Index);
            if (slot == TimeSpan.Zero)
            {
                _turn = server.Index + 1;
                return server;
            }
            wait = wait == TimeSpan.Zero || slot < wait ? slot : wait;
        }
        return null;
    }

    /// <summary>No server answers: questions wait as long as one may take, then they end, so that a run without a network ends.</summary>
    private void WaitForServers(DateTimeOffset now)
    {
        _silentSince ??= now;
        if (now - _silentSince >= _options.Deadline)
        {
            while (_again.TryDequeue(out PendingQuestion? pending) || _fresh.TryDequeue(out pending))
                Close(pending, pending.SawFailure ? DnsAnswer.ServFail : DnsAnswer.Timeout);
            return;
        }
        DateTimeOffset next = _silentSince.Value + _options.Deadline;
        foreach (ServerHealth server in _servers)
        {
            if (server.NextProbe is { } probe && probe < next)
                next = probe;
        }
        PumpAfter(next - now);
    }

    private void PumpAfter(TimeSpan wait) => Timers.StartSingleTimer(PumpNow.Instance, PumpNow.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));

    private void Send(PendingQuestion pending, ServerHealth server, DateTimeOffset now)
    {
        _inFlight++;
        if (pending.Attempts == 0)
            pending.FirstSent = now;
        _counters.Sent(server.Index, isRetry: pending.Attempts > 0);
        pending.Attempts++;
        pending.LastServer = server.Index;
        bool isProbe = server.Send();
        long sent = _time.GetTimestamp();
        _transport.AskAsync(server.Endpoint, pending.Question, pending.UseEdns, _options.AttemptTimeout, _stop.Token).PipeTo(
            Self,
            success: reply => new AttemptEnded(pending, server, isProbe, sent, reply),
            failure: _ => new AttemptEnded(pending, server, isProbe, sent, new TransportReply(TransportOutcome.Broken)));
    }

    private void End(AttemptEnded ended)
    {
        (PendingQuestion pending, ServerHealth server, bool wasProbe, long sent, TransportReply reply) = ended;
        _inFlight--;
        _counters.Ended(server.Index, reply.Outcome, _time.GetElapsedTime(sent));
        DateTimeOffset now = _time.GetUtcNow();
        switch (reply.Outcome)
        {
            case TransportOutcome.Unaskable:
                server.NotSent(wasProbe);
                Close(pending, DnsAnswer.ServFail);
                return;
            case TransportOutcome.TimedOut:
                server.StayedSilent(wasProbe, now);
                break;
            default:
                server.Replied();
                _silentSince = null;
                pending.SawFailure = true;
                break;
        }
        if (reply.Outcome == TransportOutcome.Answered)
        {
            Close(pending, reply.Answer!);
            return;
        }
        pending.UseEdns &= reply.Outcome != TransportOutcome.FormatError;
        Repeat(pending, now);
    }

    private void Repeat(PendingQuestion pending, DateTimeOffset now)
    {
        // Every server has its turn at once; only then it is worth a pause.
        int round = pending.Attempts / _servers.Length;
        TimeSpan pause = round == 0 ? TimeSpan.Zero : _options.FirstBackOff * Math.Pow(2, Math.Min(round - 1, 10));
        if (pending.Attempts > _options.Retries || now + pause - pending.FirstSent >= _options.Deadline)
            Close(pending, pending.SawFailure ? DnsAnswer.ServFail : DnsAnswer.Timeout);
        else if (pause == TimeSpan.Zero)
            _again.Enqueue(pending);
        else
            Timers.StartSingleTimer(pending, new Again(pending), pause);
    }

    private void Close(PendingQuestion pending, DnsAnswer answer)
    {
        _pending.Remove(pending.Question);
        _counters.Closed(answer.IsTemporaryError);
        Status.Failure? failure = null;
        try
        {
            answer = _answers.Add(pending.Question, answer, _time.GetUtcNow());
        }
        catch (IOException e)
        {
            // The answers' file cannot be written: whoever waits has to stop.
            failure = new Status.Failure(e);
        }
        foreach (WaitingBatch batch in pending.Waiting)
        {
            batch.Open--;
            batch.Temporary += answer.IsTemporaryError ? 1 : 0;
            if (failure is not null)
                batch.Sender.Tell(failure);
            else if (batch.Open == 0)
                batch.Sender.Tell(new BatchAnswered(batch.Questions, batch.Temporary));
        }
    }

    private sealed record AttemptEnded(PendingQuestion Pending, ServerHealth Server, bool WasProbe, long Sent, TransportReply Reply);

    private sealed record Again(PendingQuestion Pending);

    private sealed class PumpNow
    {
        public static readonly PumpNow Instance = new();
    }
}
