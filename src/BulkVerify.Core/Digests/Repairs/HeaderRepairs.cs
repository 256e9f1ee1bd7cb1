using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Digests.Repairs;

/// <summary>The headers that a stored message may have had. Pure; off the hot path.</summary>
public static class HeaderRepairs
{
    /// <summary>Fields that mail programs and exporters add to what they store.</summary>
    private static readonly HashSet<string> Added = new(StringComparer.OrdinalIgnoreCase)
    {
        "Status", "X-Status", "X-UID", "X-UIDL", "X-Keywords", "X-IMAP", "X-IMAPbase", "Content-Length", "Lines", "Xref", "X-From-Line", "X-Mozilla-Status", "X-Mozilla-Status2", "X-Mozilla-Keys",
        "X-Account-Key", "X-GM-THRID", "X-GM-MSGID", "X-Gmail-Labels", "X-Gmail-Received", "X-Evolution", "X-Evolution-Source", "X-Universally-Unique-Identifier", "X-Uniform-Type-Identifier",
        "X-Apple-Mail-Labels", "X-MS-Journal-Report", "X-libpst-forensic-sender", "X-Folder", "X-Folder-Name", "Delivered-To", "X-Original-To", "Return-Path", "X-Mailman-Original-Date",
    };

    /// <summary>The message itself, then each that a repair of its headers changes.</summary>
    public static IEnumerable<RepairedMessage> Of(RepairedMessage message)
    {
        yield return message;
        byte[] bare = WithoutAdded(message.Message);
        bool hasAdded = bare.Length < message.Message.Length;
        RepairedMessage cleaned = hasAdded ? message.With(MessageRepair.AddedHeaders, bare) : message;
        if (hasAdded)
            yield return cleaned;
        foreach (byte[] untagged in WithoutTag(message.Message))
            yield return message.With(MessageRepair.SubjectTag, untagged);
        foreach (byte[] both in hasAdded ? WithoutTag(bare) : [])
            yield return cleaned.With(MessageRepair.SubjectTag, both);
    }

    /// <summary>Trimmed value of the first field of that name; empty without one.</summary>
    internal static string ValueOf(byte[] message, HeaderTable headers, ReadOnlySpan<byte> name)
    {
        foreach (HeaderField field in headers.Fields)
        {
            if (Ascii.EqualsIgnoreCase(message.AsSpan(field.Start, field.NameLength), name))
                return Encoding.UTF8.GetString(message, field.ValueStart, field.End - field.ValueStart).Trim();
        }
        return "";
    }

    /// <summary>The header with another value of a field; unchanged without it.</summary>
    internal static byte[] WithValue(byte[] header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(header, headers);
        foreach (HeaderField field in headers.Fields)
        {
            if (Ascii.EqualsIgnoreCase(header.AsSpan(field.Start, field.NameLength), name))
                return [.. header.AsSpan(0, field.ValueStart), .. value, .. header.AsSpan(field.End)];
        }
        return header;
    }

    private static byte[] WithoutAdded(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        HeaderField[] added = [.. headers.Fields.ToArray().Where(f => Added.Contains(Encoding.ASCII.GetString(message, f.Start, f.NameLength)))];
        if (added.Length == 0)
            return message;
        var kept = new List<byte>(message.Length);
        int at = 0;
        foreach (HeaderField field in added)
        {
            kept.AddRange(message.AsSpan(at, field.Start - at));
            at = Array.IndexOf(message, (byte)'\n', field.End) + 1;
            if (at == 0)
                at = message.Length;
        }
        kept.AddRange(message.AsSpan(at));
        return [.. kept];
    }

    /// <summary>Subject without its "[tag] ", and with the tag behind the "Re: " that it was moved before; nothing without a tag.</summary>
    private static IEnumerable<byte[]> WithoutTag(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        foreach (HeaderField field in headers.Fields.ToArray().Where(f => f.Id == HeaderId.Subject).Take(1))
        {
            int open = Array.IndexOf(message, (byte)'[', field.ValueStart, field.End - field.ValueStart);
            int close = open < 0 ? -1 : Array.IndexOf(message, (byte)']', open, field.End - open);
            if (close < 0)
                yield break;
            int end = close + 1;
            while (end < field.End && message[end] is (byte)' ' or (byte)'\t')
                end++;
            yield return [.. message.AsSpan(0, open), .. message.AsSpan(end)];
            if (Ascii.EqualsIgnoreCase(message.AsSpan(end, Math.Min(4, field.End - end)), "Re: "u8))
                yield return [.. message.AsSpan(0, open), .. message.AsSpan(end, 4), .. message.AsSpan(open, end - open), .. message.AsSpan(end + 4)];
        }
    }
}
