using System.Collections.Concurrent;
using System.Net;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>Answers by a function, at once or when its task ends. Keeps every query.</summary>
internal sealed class ScriptedTransport(Func<ScriptedTransport.Query, Task<TransportReply>> script) : IDnsTransport
{
    public static readonly TransportReply Answer = new(TransportOutcome.Answered, DnsAnswer.NoData);

    public static readonly TransportReply Silence = new(TransportOutcome.TimedOut);

    private readonly ConcurrentQueue<Task> _replies = new();

    public ConcurrentQueue<Query> Queries { get; } = new();

    /// <summary>Queries whose reply is there, in whatever form, or their time-out.</summary>
    public int Ended => _replies.Count(r => r.IsCompleted);

    public Task<TransportReply> AskAsync(IPEndPoint server, DnsQuestion question, bool useEdns, TimeSpan timeout, CancellationToken stop)
    {
        var query = new Query(server, question, useEdns, timeout);
        Queries.Enqueue(query);
        Task<TransportReply> reply = script(query);
        _replies.Enqueue(reply);
        return reply;
    }

    internal sealed record Query(IPEndPoint Server, DnsQuestion Question, bool UseEdns, TimeSpan Timeout);
}
