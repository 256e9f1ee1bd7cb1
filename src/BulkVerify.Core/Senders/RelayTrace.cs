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
    public static RelayTrace? Of(EnvelopeFacts envelope, Func<DomainName, DomainName> organizationalDomain)
    {
        if (envelope.BoundaryHop < 0 || envelope.BoundaryHop >= envelope.Hops.Count || ClientOf(envelope.Hops[envelope.BoundaryHop]) is not { } relay)
            return null;
        DomainName organization = organizationalDomain(relay);
        int end = Math.Min(envelope.Hops.Count, envelope.BoundaryHop + 1 + MaxSteps);
        for (int i = envelope.BoundaryHop + 1; i < end; i++)
        {
            ReceivedHop hop = envelope.Hops[i];
            if (HostOf(hop.By) is not { } by || organizationalDomain(by) != organization || hop.IsHandedIn)
                return null;
            if (ClientOf(hop) is { } client && organizationalDomain(client) != organization)
                return new RelayTrace(relay, client, DomainName.TryParse(hop.For.AsSpan(hop.For.LastIndexOf('@') + 1)));
        }
        return null;
    }

    private static DomainName? ClientOf(in ReceivedHop hop) =>
        (hop.ReverseFailed ? null : HostOf(hop.ReverseName)) ?? HostOf(hop.Helo);

    private static DomainName? HostOf(string name) => DomainName.TryParse(name.AsSpan()) is { LabelCount: > 1 } host ? host : null;
}
