using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Who handed a message to the host that sent it on, as that host's organization wrote it below the trust boundary. As good as the word of the sending host.</summary>
/// <param name="Relay">The host that took the message and sent it on.</param>
/// <param name="HandedBy">Host of another organization.</param>
/// <param name="Recipient">Domain of the mailbox that the relay took it for, as the relay noted; null when it did not.</param>
/// <param name="IsNamed">True when the user named the relay as one of their own that send out.</param>
public readonly record struct RelayTrace(DomainName Relay, DomainName HandedBy, DomainName? Recipient = null, bool IsNamed = false)
{
    /// <summary>Received fields that are looked at: a relay's own steps and the one before them.</summary>
    public const int MaxSteps = 8;

    /// <summary>Null when the trace shows no host of another organization before the sending host.</summary>
    /// <param name="envelope">The trace of the message.</param>
    /// <param name="outbound">The user's own hosts that send out: they are one organization, whatever their names.</param>
    /// <param name="nameOf">The domain name of a text; null when it is none.</param>
    /// <param name="organizationalDomain">The organizational domain of a name.</param>
    public static RelayTrace? Of(EnvelopeFacts envelope, RelayList outbound, Func<string, DomainName?> nameOf, Func<DomainName, DomainName> organizationalDomain)
    {
        if (envelope.Boundary is not { } sent)
            return null;
        int boundary = envelope.BoundaryHop;
        // The relay's own copy of what it sends ends where the relay took the message.
        if (!outbound.IsEmpty && HostOf(sent.By, nameOf) is { } keeper && outbound.Contains(keeper.Value))
            return new Walk(envelope.Hops, outbound, nameOf, organizationalDomain).From(boundary, keeper, isNamed: true);
        // Most mail: the field below the boundary, if there is one, is where the message was handed in.
        if (boundary + 1 >= envelope.Hops.Count || envelope.Hops[boundary + 1].IsHandedIn)
            return null;
        return ClientOf(sent, nameOf) is { } relay ? new Walk(envelope.Hops, outbound, nameOf, organizationalDomain).From(boundary + 1, relay, IsNamedClient(sent, outbound)) : null;
    }

    private static DomainName? ClientOf(in ReceivedHop hop, Func<string, DomainName?> nameOf) =>
        (hop.ReverseFailed ? null : HostOf(hop.ReverseName, nameOf)) ?? HostOf(hop.Helo, nameOf);

    private static DomainName? HostOf(string name, Func<string, DomainName?> nameOf) => nameOf(name) is { LabelCount: > 1, IsHostName: true } host ? host : null;

    private static bool IsNamedClient(in ReceivedHop hop, RelayList outbound) =>
        !outbound.IsEmpty && ((hop.Address is { } address && outbound.Contains(address)) || outbound.Contains(hop.ClientName));

    /// <summary>Goes down the trace through the relay's own steps.</summary>
    private readonly struct Walk(IReadOnlyList<ReceivedHop> hops, RelayList outbound, Func<string, DomainName?> nameOf, Func<DomainName, DomainName> organizationalDomain)
    {
        public RelayTrace? From(int first, DomainName relay, bool isNamed)
        {
            DomainName organization = organizationalDomain(relay);
            int end = Math.Min(hops.Count, first + MaxSteps);
            for (int i = first; i < end; i++)
            {
                ReceivedHop hop = hops[i];
                if (hop.IsHandedIn || !IsWrittenBy(organization, hop.By, isNamed))
                    return null;
                if (hop.Address is { } address && HostAddress.IsInternal(address))
                    continue;
                if (ClientOf(hop, nameOf) is { } client && organizationalDomain(client) != organization && !(isNamed && IsNamedClient(hop, outbound)))
                    return new RelayTrace(relay, client, nameOf(hop.For[(hop.For.LastIndexOf('@') + 1)..]), isNamed);
            }
            return null;
        }

        /// <summary>Hosts behind a relay that the user named may go by names that are not public.</summary>
        private bool IsWrittenBy(DomainName organization, string by, bool isNamed) => HostOf(by, nameOf) is { } host
            ? organizationalDomain(host) == organization || (isNamed && outbound.Contains(host.Value))
            : isNamed;
    }
}
