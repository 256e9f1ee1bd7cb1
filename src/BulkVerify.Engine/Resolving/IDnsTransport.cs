using System.Net;
using BulkVerify.Dns;

namespace BulkVerify.Engine.Resolving;

/// <summary>Sends one query to one server. Safe for concurrent use.</summary>
public interface IDnsTransport
{
    /// <summary>Asks once, over TCP again when the reply is truncated. What goes wrong is an outcome, not an exception.</summary>
    Task<TransportReply> AskAsync(IPEndPoint server, DnsQuestion question, bool useEdns, TimeSpan timeout, CancellationToken stop);
}
