using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BulkVerify.Claims;

/// <summary>Finds the header fields of a message in one pass. Lines end in LF or CRLF; a bare CR is data.</summary>
public static class HeaderScanner
{
    /// <summary>Fills <paramref name="table"/> with the fields of <paramref name="message"/>. Stops at the empty line; a line that is neither a field
    /// nor a continuation is skipped as part of no field, so that what follows is still seen. A line that begins with an octet which no field name has
    /// belongs to the field above: readers show it as part of that, so no signature of the field may pass without it (RFC 6376 §3.8).</summary>
    /// <returns>False when there are more than <paramref name="maxFields"/> fields; the table then holds the first ones.</returns>
    public static bool Scan(ReadOnlySpan<byte> message, HeaderTable table, int maxFields = 2000)
    {
        table.Clear();
        var newlines = new Newlines(message);
        int position = 0;
        while (position < message.Length)
        {
            int start = position;
            int end = LineEnd(message, ref newlines, ref position);
            if (end == start)
            {
                table.BodyStart = position;
                return true;
            }
            while (position < message.Length && Continues(message, position))
                end = LineEnd(message, ref newlines, ref position);
            if (!TryField(message, start, end, out HeaderField field))
                continue;
            if (table.Count == maxFields)
                return false;
            table.Add(field);
        }
        table.BodyStart = message.Length;
        return true;
    }

    /// <summary>True for a line of the field above: one that begins with white space (RFC 5322 §2.2.3), a control character or an 8-bit octet.</summary>
    private static bool Continues(ReadOnlySpan<byte> message, int position)
    {
        byte octet = message[position];
        if (octet is > 32 and < 127 or (byte)'\n')
            return false;
        return octet != (byte)'\r' || (position + 1 < message.Length && message[position + 1] is not ((byte)'\r' or (byte)'\n'));
    }

    /// <summary>End of the line at <paramref name="position"/> without its CRLF or LF; moves to the next line.</summary>
    private static int LineEnd(ReadOnlySpan<byte> message, ref Newlines newlines, ref int position)
    {
        int start = position;
        int end = newlines.Next();
        position = Math.Min(end + 1, message.Length);
        return end < message.Length && end > start && message[end - 1] == (byte)'\r' ? end - 1 : end;
    }

    private static bool TryField(ReadOnlySpan<byte> message, int start, int end, out HeaderField field)
    {
        int colon = PlainNameLength(message, start, end);
        int length = colon;
        if (colon <= 0 && !TryName(message[start..end], out colon, out length))
        {
            field = default;
            return false;
        }
        field = new HeaderField(start, length, start + colon + 1, end, HeaderNames.Find(message.Slice(start, length)));
        return true;
    }

    /// <summary>Length of a name of less than a vector's octets that ends at its colon; 0 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlainNameLength(ReadOnlySpan<byte> message, int start, int end)
    {
        if (start + Vector256<byte>.Count > message.Length)
            return 0;
        Vector256<byte> octets = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(message), (nuint)start);
        uint colons = Vector256.Equals(octets, Vector256.Create((byte)':')).ExtractMostSignificantBits();
        // 33 to 126, as an unsigned distance from 33.
        uint others = Vector256.GreaterThan(octets - Vector256.Create((byte)33), Vector256.Create((byte)(126 - 33))).ExtractMostSignificantBits();
        uint stops = colons | others;
        int length = BitOperations.TrailingZeroCount(stops);
        return stops != 0 && (colons >> length & 1) != 0 && start + length < end ? length : 0;
    }

    private static bool TryName(ReadOnlySpan<byte> field, out int colon, out int length)
    {
        length = 0;
        colon = field.IndexOf((byte)':');
        if (colon <= 0)
            return false;
        ReadOnlySpan<byte> name = field[..colon].TrimEnd(" \t"u8);
        length = name.Length;
        // RFC 5322 §3.6.8: printable US-ASCII except colon; white space before the colon is obsolete syntax (§4.5).
        return !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)33, (byte)126);
    }
}
