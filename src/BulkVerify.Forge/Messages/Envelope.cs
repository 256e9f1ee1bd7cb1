namespace BulkVerify.Forge.Messages;

/// <summary>The SMTP session in which the trusted receiver took the message.</summary>
/// <param name="MailFrom">local@domain; empty for the null reverse-path.</param>
/// <param name="Client">Null for a message that was never received.</param>
internal sealed record Envelope(string MailFrom, string Helo, ClientHost? Client)
{
    public static readonly Envelope None = new("", "", null);

    /// <summary>Domain that SPF checks: that of MAIL FROM, the HELO name for the null reverse-path (RFC 7208 §2.4).</summary>
    public string SpfDomain => MailFrom.Length == 0 ? Helo : MailFrom[(MailFrom.LastIndexOf('@') + 1)..];
}
