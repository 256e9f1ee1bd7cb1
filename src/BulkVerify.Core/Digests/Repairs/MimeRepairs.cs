using System.Text;
using BulkVerify.Claims;
using MimeKit;

namespace BulkVerify.Digests.Repairs;

/// <summary>Undoes what lists do to messages that are no plain text: wrap them into a multipart with a part for header and footer, or add such a part to theirs. Pure; off the hot path.</summary>
internal static class MimeRepairs
{
    /// <summary>Parts that are tried as the wrapped message: one may be the list's header.</summary>
    private const int MaxWrapped = 2;

    private const int MaxParts = 100;

    /// <summary>Each message that may have been wrapped or added to; nothing for other than multipart/mixed.</summary>
    public static IEnumerable<RepairedMessage> Of(RepairedMessage message)
    {
        byte[] octets = message.Message;
        var headers = new HeaderTable();
        HeaderScanner.Scan(octets, headers);
        string type = HeaderRepairs.ValueOf(octets, headers, "Content-Type"u8);
        if (!ContentType.TryParse(type, out ContentType? parsed) || !parsed.IsMimeType("multipart", "mixed") || string.IsNullOrEmpty(parsed.Boundary))
            yield break;
        List<Range> delimiters = Delimiters(octets, headers.BodyStart, Encoding.UTF8.GetBytes($"--{parsed.Boundary}"));
        for (int i = 0; i < Math.Min(MaxWrapped, delimiters.Count - 2); i++)
            yield return message.With(MessageRepair.MimeWrapping, Unwrap(octets, headers, octets[delimiters[i].End..delimiters[i + 1].Start]));
        // The last delimiter closes, the one before it opens the part that the list added.
        if (delimiters.Count >= 3)
            yield return message.With(MessageRepair.FooterPart, [.. octets[..delimiters[^2].Start], .. octets[delimiters[^1].Start..]]);
    }

    /// <summary>The part as the message it was: its own content fields in place of those of the wrapping.</summary>
    private static byte[] Unwrap(byte[] message, HeaderTable headers, byte[] part)
    {
        var inner = new HeaderTable();
        HeaderScanner.Scan(part, inner);
        var unwrapped = new List<byte>(message.Length);
        AddFields(unwrapped, message, headers, isContent: false);
        AddFields(unwrapped, part, inner, isContent: true);
        unwrapped.AddRange("\r\n"u8);
        unwrapped.AddRange(part.AsSpan(Math.Min(part.Length, inner.BodyStart)));
        return [.. unwrapped];
    }

    /// <summary>Adds the fields that describe the content, or all others.</summary>
    private static void AddFields(List<byte> to, byte[] message, HeaderTable headers, bool isContent)
    {
        foreach (HeaderField field in headers.Fields)
        {
            if (isContent != Ascii.EqualsIgnoreCase(message.AsSpan(field.Start, Math.Min(8, field.NameLength)), "Content-"u8))
                continue;
            to.AddRange(message.AsSpan(field.Start, field.End - field.Start));
            to.AddRange("\r\n"u8);
        }
    }

    /// <summary>The lines that part the body, each with the line end before it, which is its own (RFC 2046 §5.1.1). The last one closes.</summary>
    private static List<Range> Delimiters(byte[] message, int bodyStart, ReadOnlySpan<byte> delimiter)
    {
        var found = new List<Range>();
        for (int at = bodyStart; at < message.Length && found.Count < MaxParts;)
        {
            int end = Array.IndexOf(message, (byte)'\n', at);
            int next = end < 0 ? message.Length : end + 1;
            if (message.AsSpan(at, next - at).StartsWith(delimiter))
                found.Add(BeforeLineEnd(message, bodyStart, at)..next);
            at = next;
        }
        return found;
    }

    private static int BeforeLineEnd(byte[] message, int bodyStart, int at)
    {
        if (at > bodyStart && message[at - 1] == (byte)'\n')
            at--;
        return at > bodyStart && message[at - 1] == (byte)'\r' ? at - 1 : at;
    }
}
