using System.Net;

namespace BulkVerify.Claims;

/// <summary>What the user knows of the envelope. Immutable.</summary>
public sealed record EnvelopeOptions
{
    public static readonly EnvelopeOptions Default = new();

    /// <summary>One's own hosts that receive: who handed mail to them is the client that SPF judges.</summary>
    public RelayList Relays { get; init; } = RelayList.Empty;

    /// <summary>authserv-ids of receivers, or domains above them, whose Authentication-Results and Received-SPF are believed wherever they stand. With none, only fields above the
    /// trust boundary that name the boundary's own host are believed.</summary>
    public IReadOnlyList<string> TrustedAuthservIds { get; init; } = [];

    /// <summary>Takes the place of what the message says.</summary>
    public IPAddress? ClientIp { get; init; }

    /// <summary>Takes the place of what the message says.</summary>
    public string? Helo { get; init; }

    /// <summary>Takes the place of what the message says; "" or "&lt;&gt;" is the null reverse-path.</summary>
    public string? MailFrom { get; init; }
}
