using System.Net;

namespace BulkVerify.Claims;

/// <summary>One Received field, without the message. Texts are empty where the field has none, and come from mail: whoever prints them escapes them.</summary>
/// <param name="FieldIndex">Index in the message's <see cref="HeaderTable"/>, 0 topmost.</param>
/// <param name="HasFrom">False when the field names no client at all: a step within a host.</param>
/// <param name="Helo">What the client called itself.</param>
/// <param name="ReverseName">Name of the client's address as the receiver looked it up.</param>
/// <param name="ReverseFailed">True when the receiver says that the address has no name, or that the name may be forged.</param>
/// <param name="By">The host that wrote the field.</param>
/// <param name="With">Protocol, its first word.</param>
/// <param name="For">Recipient, when the field names one.</param>
/// <param name="Date">Seconds of the Unix epoch.</param>
/// <param name="IsAuthenticated">True when the receiver notes in a comment that the client logged in.</param>
public readonly record struct ReceivedHop(
    int FieldIndex, bool HasFrom, string Helo, string ReverseName, bool ReverseFailed, IPAddress? Address, string By, string With, string For, long? Date,
    bool IsAuthenticated = false)
{
    /// <summary>Octets kept of a host name or protocol.</summary>
    public const int MaxTextLength = 255;

    /// <summary>True when the client logged in, by the protocol (RFC 3848) or the receiver's note: it is a user's program and not the sending domain's host.</summary>
    public bool IsSubmission => IsAuthenticated
        || With.Equals("ASMTP", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("ESMTPA", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("ESMTPSA", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("UTF8SMTPA", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("UTF8SMTPSA", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when a user handed the message in, by SMTP or through a mail program's own protocol: the field is no trace of a receiver.</summary>
    public bool IsHandedIn => IsSubmission
        || With.StartsWith("HTTP", StringComparison.OrdinalIgnoreCase)
        || With.Equals("mapi", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the field tells of a step after the last SMTP session: a scanner, final delivery (LMTP is not for wide area networks, RFC 2033 §1), or
    /// a program such as fetchmail that took the message out of a mailbox. Its client is the receiver's own.</summary>
    public bool IsAfterReceipt => With.StartsWith("LMTP", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("POP", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("IMAP", StringComparison.OrdinalIgnoreCase)
        || With.StartsWith("qmail-scanner", StringComparison.OrdinalIgnoreCase)
        || With is "APOP" or "KPOP" or "RPOP" or "SDPS";

    /// <summary>The name that the receiver looked up. What the client called itself counts only where the receiver writes no reverse name at all: a sender can choose it.</summary>
    public string ClientName => ReverseFailed ? "" : ReverseName.Length > 0 ? ReverseName : Helo;

    /// <summary>Reads the value of a Received field.</summary>
    public static ReceivedHop Parse(ReadOnlySpan<byte> value, int fieldIndex, NameTable names) => Of(ReceivedParser.Parse(value, names), fieldIndex, names);

    internal static ReceivedHop Of(in ReceivedLine line, int fieldIndex, NameTable names) =>
        new(
            fieldIndex,
            line.HasFrom,
            names.Text(line.Helo, MaxTextLength),
            names.Text(line.ReverseName, MaxTextLength),
            line.ReverseFailed,
            line.Address,
            names.Text(line.By, MaxTextLength),
            names.Text(line.With, MaxTextLength),
            names.Text(line.For, MaxTextLength),
            line.Date,
            line.IsAuthenticated);
}
