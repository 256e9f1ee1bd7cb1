using System.Net;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>Fails whatever would leave the loopback.</summary>
internal sealed class LoopbackOnly(IDnsTransport inner) : IDnsTransport
{
    public Task<TransportReply> AskAsync(IPEndPoint server, DnsQuestion question, bool useEdns, TimeSpan timeout, CancellationToken stop)
    {
        Assert.True(IPAddress.IsLoopback(server.Address), $"a query to {server} would leave the loopback");
        return inner.AskAsync(server, question, useEdns, timeout, stop);
    }
}
