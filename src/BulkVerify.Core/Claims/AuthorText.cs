using MimeKit;

namespace BulkVerify.Claims;

/// <summary>The author as a mail program shows it, for explanations: not on the hot path.</summary>
public static class AuthorText
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>Octets of the field that are read.</summary>
    private const int MaxFieldLength = 8192;

    /// <summary>Display name of the first mailbox, decoded (RFC 2047), else the field as it is; bounded, control characters kept. Never throws.</summary>
    public static string DisplayName(ReadOnlySpan<byte> fromValue)
    {
        byte[] value = fromValue[..Math.Min(fromValue.Length, MaxFieldLength)].ToArray();
        string? name = MailboxName(value);
        string text = string.IsNullOrWhiteSpace(name) ? System.Text.Encoding.UTF8.GetString(TagList.TrimWhiteSpace(value)) : name;
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    /// <summary>A display name as <see cref="MessageClaims.AuthorName"/> holds it, decoded (RFC 2047) and without its quotes and folding. Never throws.</summary>
    public static string Decode(string written)
    {
        byte[] value = System.Text.Encoding.UTF8.GetBytes($"{written} <a@b>");
        string text = MailboxName(value) ?? written;
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    private static string? MailboxName(byte[] value)
    {
        try
        {
            if (!InternetAddressList.TryParse(value, out InternetAddressList? list))
                return null;
            foreach (MailboxAddress mailbox in list.Mailboxes)
                return mailbox.Name;
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
