using System.Net;

namespace BulkVerify.Evaluation.Spf;

/// <summary>The arguments of check_host (RFC 7208 §4.1).</summary>
/// <param name="Client">Address of the SMTP client; an IPv4-mapped IPv6 address counts as IPv4. Null when it is not known.</param>
/// <param name="Domain">Domain of the identity; null when it is malformed, a literal, or missing.</param>
/// <param name="LocalPart">Local part of the MAIL FROM; "postmaster" when empty (RFC 7208 §4.3).</param>
/// <param name="Helo">HELO or EHLO name as given; only macros use it.</param>
public readonly record struct SpfQuery(IPAddress? Client, DomainName? Domain, string LocalPart, string Helo, SpfIdentity Identity)
{
    /// <summary>Longest local part or HELO name that macros see, in characters: more than any name of the DNS holds. Of longer ones the right-most part counts.</summary>
    public const int MaxText = 1024;

    /// <summary>Name of the receiving host, for %{r} in explanations.</summary>
    public string Receiver { get; init; } = "unknown";

    /// <summary>Seconds of the Unix epoch, for %{t} in explanations.</summary>
    public long Time { get; init; }
}
