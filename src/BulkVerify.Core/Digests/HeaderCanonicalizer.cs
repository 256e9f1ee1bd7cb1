using BulkVerify.Claims;

namespace BulkVerify.Digests;

/// <summary>Canonical forms of one header field (RFC 6376 §3.4.1, §3.4.2). A bare LF is a line end and counts as CRLF; a bare CR is data.</summary>
internal static class HeaderCanonicalizer
{
    /// <summary>Appends the canonical field without a closing CRLF.</summary>
    /// <param name="omit">Octets of the field to leave out, relative to its start: the value of b= in the signature itself (RFC 6376 §3.7).</param>
    public static void Append(ScratchBuffer to, ReadOnlySpan<byte> message, in HeaderField field, Canonicalization way, (int Start, int Length) omit = default)
    {
        if (way == Canonicalization.Simple)
            AppendSimple(to, message, field, omit);
        else
            AppendRelaxed(to, message, field, omit);
    }

    // RFC 6376 §3.4.1: no change at all.
    private static void AppendSimple(ScratchBuffer to, ReadOnlySpan<byte> message, in HeaderField field, (int Start, int Length) omit)
    {
        ReadOnlySpan<byte> whole = message[field.Start..field.End];
        if (omit.Length == 0)
        {
            AppendLines(to, whole);
            return;
        }
        AppendLines(to, whole[..omit.Start]);
        AppendLines(to, whole[(omit.Start + omit.Length)..]);
    }

    /// <summary>The octets with every bare LF as CRLF.</summary>
    private static void AppendLines(ScratchBuffer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int newline = text.IndexOf((byte)'\n');
            if (newline < 0)
            {
                to.Append(text);
                return;
            }
            ReadOnlySpan<byte> line = text[..newline];
            to.Append(line);
            if (line.IsEmpty || line[^1] != (byte)'\r')
                to.Append((byte)'\r');
            to.Append((byte)'\n');
            text = text[(newline + 1)..];
        }
    }

    // RFC 6376 §3.4.2: name in lower case; unfolded; runs of white space as one space; none at either end of the value or before the colon.
    private static void AppendRelaxed(ScratchBuffer to, ReadOnlySpan<byte> message, in HeaderField field, (int Start, int Length) omit)
    {
        Span<byte> room = to.Room(field.End - field.Start + 2);
        int length = 0;
        foreach (byte c in message.Slice(field.Start, field.NameLength))
            room[length++] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
        room[length++] = (byte)':';
        int valueStart = length;
        if (omit.Length == 0)
            length = AppendValue(room, length, valueStart, message[field.ValueStart..field.End]);
        else
        {
            length = AppendValue(room, length, valueStart, message[field.ValueStart..(field.Start + omit.Start)]);
            length = AppendValue(room, length, valueStart, message[(field.Start + omit.Start + omit.Length)..field.End]);
        }
        if (length > valueStart && room[length - 1] == (byte)' ')
            length--;
        to.Advance(length);
    }

    private static int AppendValue(Span<byte> room, int length, int valueStart, ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            byte c = value[i];
            if (c > ' ')
            {
                room[length++] = c;
                continue;
            }
            if (c == (byte)'\n' || (c == (byte)'\r' && i + 1 < value.Length && value[i + 1] == (byte)'\n'))
                continue;
            if (c is (byte)' ' or (byte)'\t')
            {
                if (length > valueStart && room[length - 1] != (byte)' ')
                    room[length++] = (byte)' ';
                continue;
            }
            room[length++] = c;
        }
        return length;
    }
}
