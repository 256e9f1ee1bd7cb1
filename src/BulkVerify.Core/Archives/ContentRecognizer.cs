using System.Text;

namespace BulkVerify.Archives;

/// <summary>Tells by its first bytes what a file is; the name decides only what content cannot.</summary>
public static class ContentRecognizer
{
    /// <summary>Bytes that suffice to recognize anything.</summary>
    public const int PrefixLength = 8192;

    private static readonly string[] MailFields =
        ["received", "from", "subject", "message-id", "return-path", "delivered-to", "mime-version", "dkim-signature", "x-envelope-from", "x-mozilla-status", "x-gmail-labels", "envelope-to", "authentication-results", "reply-to",
        "arc-seal", "arc-message-signature", "arc-authentication-results", "received-spf", "x-received", "x-google-dkim-signature", "x-ms-exchange-organization-scl", "list-id", "list-unsubscribe",
        "in-reply-to", "x-original-to", "x-delivered-to", "resent-from", "x-uid", "x-account-key"];

    /// <summary>Fields of mail whose names other texts use too, such as settings and declarations: two of them tell.</summary>
    private static readonly string[] CommonWords = ["to", "cc", "bcc", "date", "sender", "references", "status", "x-status", "content-type"];

    /// <param name="start">The first <see cref="PrefixLength"/> bytes, or all of a shorter file.</param>
    /// <param name="name">File name: a name that ends in .eml makes one message of what begins with a separator.</param>
    /// <param name="advice">How to convert an <see cref="ContentKind.Unsupported"/> file.</param>
    public static ContentKind Recognize(ReadOnlySpan<byte> start, string name, out string? advice)
    {
        advice = UnsupportedFormat.Advice(start, name);
        if (advice is not null)
            return ContentKind.Unsupported;
        if (start.IsEmpty)
            return ContentKind.Empty;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ContentKind.Gzip;
        if (start.StartsWith("BZh"u8))
            return ContentKind.Bzip2;
        // RFC 8878 §3.1.1, §3.1.2: a frame, or a skippable one before it.
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || start is [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..])
            return ContentKind.Zstd;
        if (start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8))
            return ContentKind.Zip;
        if (TarHeader.IsAtStart(start))
            return ContentKind.Tar;
        int separator = MboxFramer.Find(start, 0, MboxSeparators.Strict, atArchiveStart: true, isFinal: true, out SeparatorMatch match, out int headerStart);
        bool beginsWithSeparator = match == SeparatorMatch.Found && start[..separator].IndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0;
        if (beginsWithSeparator)
            return name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? ContentKind.Message : ContentKind.Mbox;
        return LooksLikeMessage(start) || (IsMessageName(name) && BeginsWithField(start)) ? ContentKind.Message : ContentKind.NotMail;
    }

    /// <summary>A header may be longer than what is looked at, its first fields of any name: then the file's name decides.</summary>
    private static bool IsMessageName(string name) => name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase);

    internal static bool BeginsWithField(ReadOnlySpan<byte> start)
    {
        start = MessageStart.Fields(start);
        int colon = start.IndexOf((byte)':');
        return colon > 0 && !start[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)33, (byte)126);
    }

    /// <summary>Header fields from the first line on, one of them a usual field of mail, or two whose names are common words.</summary>
    internal static bool LooksLikeMessage(ReadOnlySpan<byte> start)
    {
        start = MessageStart.Fields(start);
        int words = 0;
        bool known = false;
        bool first = true;
        while (!start.IsEmpty)
        {
            int newline = start.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = newline < 0 ? start : start[..newline].TrimEnd((byte)'\r');
            start = newline < 0 ? [] : start[(newline + 1)..];
            if (line.IsEmpty)
                return known;
            if (!first && line[0] is (byte)' ' or (byte)'\t')
                continue;
            if (newline < 0 && known)
                return true;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)33, (byte)126))
                return known && !first && !line.ContainsAnyInRange((byte)0, (byte)8);
            ReadOnlySpan<byte> name = line[..colon].TrimEnd(" \t"u8);
            words += IsOneOf(CommonWords, name) ? 1 : 0;
            known |= words == 2 || IsOneOf(MailFields, name);
            first = false;
        }
        return known;
    }

    private static bool IsOneOf(string[] names, ReadOnlySpan<byte> name)
    {
        foreach (string known in names)
        {
            if (Ascii.EqualsIgnoreCase(name, known))
                return true;
        }
        return false;
    }
}
