using System.Buffers.Text;
using System.Text;

namespace BulkVerify.Archives;

/// <summary>The Content-Length field of mboxcl and mboxcl2. Wrong lengths are common: one counts only where it lands on a separator or the end.</summary>
internal static class ContentLength
{
    /// <summary>Where the body ends by its Content-Length, as an offset into the buffer, possibly past its end; -1 without a usable field or with the header incomplete.</summary>
    public static int ExpectedEnd(ReadOnlySpan<byte> buffer, int headerStart)
    {
        int position = headerStart;
        int length = -1;
        while (position < buffer.Length)
        {
            int newline = buffer[position..].IndexOf((byte)'\n');
            if (newline < 0)
                return -1;
            ReadOnlySpan<byte> line = buffer.Slice(position, newline).TrimEnd((byte)'\r');
            position += newline + 1;
            if (line.IsEmpty)
                return length < 0 || length > int.MaxValue - position ? -1 : position + length;
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "Content-Length:"u8))
            {
                ReadOnlySpan<byte> value = line[15..].Trim(" \t"u8);
                length = Utf8Parser.TryParse(value, out int parsed, out int consumed) && consumed == value.Length && parsed >= 0 ? parsed : -1;
            }
        }
        return -1;
    }

    /// <summary>True when the end of the archive or, after at most one empty line, a separator stands at <paramref name="end"/>; <paramref name="separator"/> is its offset.</summary>
    public static bool Lands(ReadOnlySpan<byte> buffer, int end, bool isFinal, out int separator)
    {
        separator = end;
        ReadOnlySpan<byte> rest = buffer[end..];
        if (rest.StartsWith("\r\n"u8))
            separator += 2;
        else if (rest.StartsWith("\n"u8))
            separator++;
        return separator == buffer.Length ? isFinal : MboxFramer.IsSeparatorAt(buffer, separator);
    }
}
