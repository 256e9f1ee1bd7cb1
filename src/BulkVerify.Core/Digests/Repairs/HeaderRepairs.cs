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
        if (WithoutTag(message.Message) is { } untagged)
            yield return message.With(MessageRepair.SubjectTag, untagged);
        if (hasAdded && WithoutTag(bare) is { } both)
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
        var kept = new List<byte>(message.Length);
        int at = 0;
        foreach (HeaderField field in headers.Fields)
        {
            if (!Added.Contains(Encoding.ASCII.GetString(message, field.Start, field.NameLength)))
                continue;
            kept.AddRange(message.AsSpan(at, field.Start - at));
            at = Array.IndexOf(message, (byte)'\n', field.End) + 1;
            if (at == 0)
                at = message.Length;
        }
        kept.AddRange(message.AsSpan(at));
        return [.. kept];
    }

    /// <summary>Null when Subject has no "[tag] ", at its start or after "Re: ".</summary>
    private static byte[]? WithoutTag(byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        foreach (HeaderField field in headers.Fields)
        {
            if (field.Id != HeaderId.Subject)
                continue;
            ReadOnlySpan<byte> value = message.AsSpan(field.ValueStart, field.End - field.ValueStart);
            int open = value.IndexOf((byte)'[');
            int close = open < 0 ? -1 : value[open..].IndexOf((byte)']');
            if (close < 0)
                return null;
            int end = open + close + 1;
            while (end < value.Length && value[end] is (byte)' ' or (byte)'\t')
                end++;
            return [.. message.AsSpan(0, field.ValueStart + open), .. message.AsSpan(field.ValueStart + end)];
        }
        return null;
    }
}
