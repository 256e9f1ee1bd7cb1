using System.Net;

namespace BulkVerify.Evaluation.Spf;

/// <summary>One directive of a record.</summary>
/// <param name="Result">What a match means: pass, fail, softfail or neutral (RFC 7208 §4.6.2).</param>
/// <param name="DomainSpec">What follows the colon; null when absent.</param>
/// <param name="Network">Of ip4 and ip6; null otherwise.</param>
/// <param name="Prefix4">Bits compared of IPv4 addresses, 0 to 32.</param>
/// <param name="Prefix6">Bits compared of IPv6 addresses, 0 to 128.</param>
/// <param name="Text">The term as written.</param>
public sealed record SpfTerm(AuthResult Result, SpfMechanism Mechanism, SpfDomainSpec? DomainSpec, IPAddress? Network, int Prefix4, int Prefix6, string Text)
{
    /// <summary>True for the terms that RFC 7208 §4.6.4 counts.</summary>
    public bool CausesLookup => Mechanism is SpfMechanism.Include or SpfMechanism.A or SpfMechanism.Mx or SpfMechanism.Ptr or SpfMechanism.Exists;

    /// <summary>True when an address of the client's family lies in <paramref name="network"/> by this term's prefix lengths.</summary>
    internal bool Covers(IPAddress network, IPAddress client) =>
        IpNetworks.Contains(network, network.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? Prefix4 : Prefix6, client);
}
