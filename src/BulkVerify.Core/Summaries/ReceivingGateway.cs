using System.Globalization;

namespace BulkVerify.Summaries;

/// <summary>Hosts of one organization that brought most of the mail and had it from hosts of others, envelopes unchanged: a gateway (RFC 5321 §2.3.10) in front of the receiver, or a
/// forwarder. As long as they are not named as relays of one's own, SPF is judged for them, and they are taken for the sender.</summary>
/// <param name="Relay">Organizational domain of the hosts.</param>
/// <param name="Messages">Messages that they had from hosts of others.</param>
public sealed record ReceivingGateway(string Relay, long Messages)
{
    /// <summary>What it does to the numbers, for people.</summary>
    public string Words =>
        $"{Messages.ToString("N0", CultureInfo.InvariantCulture)} {(Messages == 1 ? "message" : "messages")} came through hosts of {Relay}, which had them from hosts of others: SPF was judged for {Relay}, and it was taken for the sender.";
}
