using Akka.Actor;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>The resolver actors of a run. All questions about one organization go to the same one, so that each is asked once, and within the organization's rate,
/// by construction. Thread-safe.</summary>
public sealed class ResolverPool
{
    private readonly IActorRef[] _actors;
    private readonly ResolverOptions _options;
    private readonly ResolverCounters _counters;

    private ResolverPool(IActorRef[] actors, ResolverOptions options, ResolverCounters counters)
    {
        _actors = actors;
        _options = options;
        _counters = counters;
    }

    public ResolverStatistics Statistics => _counters.Snapshot();

    /// <summary>Starts the actors under <paramref name="parent"/>. Answers go to <paramref name="answers"/>, which the caller owns.</summary>
    public static ResolverPool Start(IActorRefFactory parent, FrozenAnswers answers, ResolverOptions options, IDnsTransport transport, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Servers.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Actors, 1);
        var servers = new ServerSet(options, new QueryPacer(time, options.QueriesPerSecond, options.QueriesPerSecondPerServer, options.Servers.Count));
        var counters = new ResolverCounters(options.Servers, servers);
        var actors = new IActorRef[options.Actors];
        for (int i = 0; i < actors.Length; i++)
            actors[i] = parent.ActorOf(Props.Create(() => new DnsResolverActor(answers, options, transport, servers, counters, time)));
        return new ResolverPool(actors, options, counters);
    }

    /// <summary>Starts the actors over DnsClient.</summary>
    public static ResolverPool Start(IActorRefFactory parent, FrozenAnswers answers, ResolverOptions options) =>
        Start(parent, answers, options, new DnsClientTransport(options.Servers), TimeProvider.System);

    /// <summary>Completes when the shared answers hold every question, final or temporary.</summary>
    /// <exception cref="AskTimeoutException">It took longer than <see cref="ResolverOptions.BatchTimeout"/>.</exception>
    /// <exception cref="IOException">The file of answers could not be written.</exception>
    public async Task<BatchAnswered> AskAsync(DnsQuestion[] questions, CancellationToken stop)
    {
        var shares = new List<DnsQuestion>?[_actors.Length];
        foreach (DnsQuestion question in questions)
            (shares[(uint)ZoneTurns.ZoneOf(question).GetHashCode() % (uint)_actors.Length] ??= []).Add(question);
        var asked = new List<Task<BatchAnswered>>(_actors.Length);
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] is { } share)
                asked.Add(_actors[i].Ask<BatchAnswered>(new AskBatch([.. share]), _options.BatchTimeout, stop));
        }
        int temporary = 0;
        foreach (BatchAnswered answered in await Task.WhenAll(asked).ConfigureAwait(false))
            temporary += answered.Temporary;
        return new BatchAnswered(questions.Length, temporary);
    }
}
