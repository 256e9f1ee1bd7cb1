using BulkVerify.Claims;

namespace BulkVerify.Senders;

/// <summary>Who handed a message to the host that sent it on, as that host's organization wrote it below the trust boundary. As good as the word of the sending host.</summary>
/// <param name="Relay">The host that took the message and sent it on.</param>
/// <param name="HandedBy">Host of another organization.</param>
/// <param name="Recipient">Domain of the mailbox that the relay took it for, as the relay noted; null when it did not.</param>
public readonly record struct RelayTrace(DomainName Relay, DomainName HandedBy, DomainName? Recipient = null)
{
    /// <summary>Received fields below the boundary that are looked at: a relay's own steps and the one before them.</summary>
    public const int MaxSteps = 8;

    /// <summary>Null when the trace shows no host of another organization before the sending host.</summary>
    /// <param name="envelope">The trace of the message.</param>
    /// <param name="nameOf">The domain name of a text; null when it is none.</param>
    /// <param name="organizationalDomain">The organizational domain of a name.</param>
    public static RelayTrace? Of(EnvelopeFacts envelope, Func<string, DomainName?> nameOf, Func<DomainName, DomainName> organizationalDomain)
    {
        // Most mail: the field below the boundary, if there is one, is where the message was handed in.
        if (envelope.BoundaryHop < 0 || envelope.BoundaryHop + 1 >= envelope.Hops.Count || envelope.Hops[envelope.BoundaryHop + 1].IsHandedIn)
            return null;
        if (ClientOf(envelope.Hops[envelope.BoundaryHop], nameOf) is not { } relay)
            return null;
        DomainName organization = organizationalDomain(relay);
        int end = Math.Min(envelope.Hops.Count, envelope.BoundaryHop + 1 + MaxSteps);
        for (int i = envelope.BoundaryHop + 1; i < end; i++)
        {
            ReceivedHop hop = envelope.Hops[i];
            if (HostOf(hop.By, nameOf) is not { } by || organizationalDomain(by) != organization || hop.IsHandedIn)
                return null;
            if (ClientOf(hop, nameOf) is { } client && organizationalDomain(client) != organization)
                return new RelayTrace(relay, client, nameOf(hop.For[(hop.For.LastIndexOf('@') + 1)..]));
        }
        return null;
    }

    private static DomainName? ClientOf(in ReceivedHop hop, Func<string, DomainName?> nameOf) =>
        (hop.ReverseFailed ? null : HostOf(hop.ReverseName, nameOf)) ?? HostOf(hop.Helo, nameOf);

    private static DomainName? HostOf(string name, Func<string, DomainName?> nameOf) => nameOf(name) is { LabelCount: > 1 } host ? host : null;
}
