using System.Net;

namespace BulkVerify.Forge.Messages;

/// <summary>A host that sends mail.</summary>
/// <param name="Owner">Whose host it is, as SPF sites know it.</param>
internal sealed record ClientHost(string Name, IPAddress Address, string Owner)
{
    /// <summary>The address as Received fields write it.</summary>
    public string Literal => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[IPv6:{Address}]" : $"[{Address}]";
}
