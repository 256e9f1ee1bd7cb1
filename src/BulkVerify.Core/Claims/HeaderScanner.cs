namespace BulkVerify.Claims;

/// <summary>Finds the header fields of a message in one pass. Lines end in LF or CRLF; a bare CR is data.</summary>
public static class HeaderScanner
{
    /// <summary>Fills <paramref name="table"/> with the fields of <paramref name="message"/>. Stops at the empty line; a line that is neither a field
    /// nor a continuation is skipped as part of no field, so that what follows is still seen.</summary>
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
            while (position < message.Length && message[position] is (byte)' ' or (byte)'\t')
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
        field = default;
        int colon = message[start..end].IndexOf((byte)':');
        if (colon <= 0)
            return false;
        ReadOnlySpan<byte> name = message.Slice(start, colon).TrimEnd(" \t"u8);
        // RFC 5322 §3.6.8: printable US-ASCII except colon; white space before the colon is obsolete syntax (§4.5).
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)33, (byte)126))
            return false;
        field = new HeaderField(start, name.Length, start + colon + 1, end, HeaderNames.Find(name));
        return true;
    }
}
