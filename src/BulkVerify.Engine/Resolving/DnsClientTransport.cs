using System.Net;
using System.Net.Sockets;
using DnsClient;

namespace BulkVerify.Engine.Resolving;

/// <summary>Asks through DnsClient, one query at a time: retries, choice of server and caching are the resolver's.</summary>
/// <remarks>Of what RFC 5452 §9.1 asks, id, port and question are compared. The source address of a UDP reply is not: the client's sockets are its own and not connected. Where a
/// stranger could send to this machine's ports, ask a resolver through a firewall that keeps state.</remarks>
public sealed class DnsClientTransport : IDnsTransport
{
    /// <summary>UDP payload announced (RFC 6891 §6.2.5): passes unfragmented nearly everywhere.</summary>
    private const int EdnsPayload = 1232;

    /// <summary>Set by tests: a server that is not on the loopback is an error of the program, whoever asks it.</summary>
    private const string LoopbackOnly = "BULKVERIFY_LOOPBACK_ONLY";

    private static readonly bool IsLoopbackOnly =
        (AppContext.TryGetSwitch("BulkVerify.LoopbackOnly", out bool isSet) && isSet) || Environment.GetEnvironmentVariable(LoopbackOnly) == "1";

    private readonly LookupClient _client;
    private readonly Dictionary<IPEndPoint, NameServer[]> _servers = [];

    public DnsClientTransport(IReadOnlyList<IPEndPoint> servers)
    {
        foreach (IPEndPoint server in servers)
            _servers[server] = [new NameServer(server)];
        _client = new LookupClient(new LookupClientOptions([.. servers.Select(s => new NameServer(s))]) { AutoResolveNameServers = false, UseCache = false });
    }

    /// <exception cref="InvalidOperationException">The query would leave the loopback, and only that is allowed.</exception>
    public Task<TransportReply> AskAsync(IPEndPoint server, Dns.DnsQuestion question, bool useEdns, TimeSpan timeout, CancellationToken stop)
    {
        if (IsLoopbackOnly && !IPAddress.IsLoopback(server.Address))
            throw new InvalidOperationException($"a query to {server} would leave the loopback");
        return AskOnceAsync(server, question, useEdns, timeout, stop);
    }

    private async Task<TransportReply> AskOnceAsync(IPEndPoint server, Dns.DnsQuestion question, bool useEdns, TimeSpan timeout, CancellationToken stop)
    {
        DnsClient.DnsQuestion query;
        try
        {
            query = new DnsClient.DnsQuestion(question.Name.Value + ".", (QueryType)question.Type);
        }
        catch (ArgumentException)
        {
            return new TransportReply(TransportOutcome.Unaskable);
        }
        try
        {
            var options = new DnsQueryOptions
            {
                UseCache = false,
                Retries = 0,
                Timeout = timeout,
                ThrowDnsErrors = false,
                ContinueOnDnsError = false,
                ContinueOnEmptyResponse = false,
                UseTcpFallback = true,
                ExtendedDnsBufferSize = useEdns ? EdnsPayload : DnsQueryOptions.MinimumBufferSize,
            };
            IDnsQueryResponse response = await _client.QueryServerAsync(_servers[server], query, options, stop).ConfigureAwait(false);
            return DnsClientReply.Read(question, response);
        }
        catch (DnsResponseException e) when (e.Code == DnsResponseCode.ConnectionTimeout || e.InnerException is OperationCanceledException or SocketException)
        {
            return new TransportReply(TransportOutcome.TimedOut);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return new TransportReply(TransportOutcome.TimedOut);
        }
        catch (Exception)
        {
            // Whatever else a reply makes the client throw: wrong id, unreadable octets, IDN labels that cannot be decoded.
            return new TransportReply(TransportOutcome.Broken);
        }
    }
}
