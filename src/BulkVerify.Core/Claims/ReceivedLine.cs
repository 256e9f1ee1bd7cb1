using System.Net;

namespace BulkVerify.Claims;

/// <summary>The clauses of one Received field (RFC 5321 §4.4) as parts of its bytes; empty where the field has none.</summary>
internal ref struct ReceivedLine
{
    /// <summary>True when there is a from clause, even an empty one.</summary>
    public bool HasFrom;

    /// <summary>What the client called itself in HELO or EHLO.</summary>
    public ReadOnlySpan<byte> Helo;

    /// <summary>Name of the client's address as the receiver looked it up.</summary>
    public ReadOnlySpan<byte> ReverseName;

    /// <summary>True when the receiver says that the address has no name, or that the name may be forged.</summary>
    public bool ReverseFailed;

    public IPAddress? Address;

    /// <summary>True when the receiver notes that the client logged in.</summary>
    public bool IsAuthenticated;

    public ReadOnlySpan<byte> By;

    /// <summary>Protocol; the first word of it.</summary>
    public ReadOnlySpan<byte> With;

    /// <summary>Recipient, without angle brackets.</summary>
    public ReadOnlySpan<byte> For;

    /// <summary>Reverse-path that some receivers note in a comment, with its angle brackets if any; see <see cref="HasEnvelopeFrom"/>.</summary>
    public ReadOnlySpan<byte> EnvelopeFrom;

    public bool HasEnvelopeFrom;

    /// <summary>Seconds of the Unix epoch.</summary>
    public long? Date;
}
