namespace BulkVerify.Claims;

/// <summary>What told a fact of the envelope. Stronger sources come first, as they are asked.</summary>
public enum EnvelopeSource : byte
{
    /// <summary>Nothing: the fact is not known.</summary>
    None,
    /// <summary>Given by the user.</summary>
    Option,
    /// <summary>Received-SPF of a trusted receiver (RFC 7208 §9.1).</summary>
    ReceivedSpf,
    /// <summary>Authentication-Results of a trusted receiver (RFC 8601), or the copy of it that the receiver sealed (RFC 8617 §4.1.1).</summary>
    AuthenticationResults,
    /// <summary>The Received field at the trust boundary (RFC 5321 §4.4).</summary>
    Received,
    /// <summary>Return-Path, written at final delivery (RFC 5321 §4.4).</summary>
    ReturnPath,
    /// <summary>X-Envelope-From, X-Original-Return-Path and the like.</summary>
    XEnvelopeFrom,
    /// <summary>The separator line of the mbox.</summary>
    MboxSeparator,
}
