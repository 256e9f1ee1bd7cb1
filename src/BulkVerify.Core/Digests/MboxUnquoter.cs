namespace BulkVerify.Digests;

/// <summary>Undoes mbox quoting.</summary>
public static class MboxUnquoter
{
    /// <summary>Copies a message without the first '>' of each quoted line: of every run of '>' before "From " (mboxrd), or only of ">From " (mboxo).</summary>
    /// <param name="to">At least as long as <paramref name="message"/>; may be the same memory.</param>
    /// <returns>Length of the copy.</returns>
    public static int Unquote(ReadOnlySpan<byte> message, Span<byte> to, bool onlySingle)
    {
        int written = 0;
        while (true)
        {
            int next = NextQuote(message, onlySingle);
            ReadOnlySpan<byte> part = next < 0 ? message : message[..next];
            part.CopyTo(to[written..]);
            written += part.Length;
            if (next < 0)
                return written;
            message = message[(next + 1)..];
            // The rest of this line is data, whatever it looks like.
            int line = message.IndexOf((byte)'\n') + 1;
            int keep = line == 0 ? message.Length : line - 1;
            message[..keep].CopyTo(to[written..]);
            written += keep;
            message = message[keep..];
        }
    }

    /// <summary>Offset of the '>' to remove; the span begins at a line start or at the line end before one.</summary>
    private static int NextQuote(ReadOnlySpan<byte> text, bool onlySingle)
    {
        for (int position = 0; ;)
        {
            int found = text[position..].IndexOf(">From "u8);
            if (found < 0)
                return -1;
            int last = position + found;
            int first = last;
            while (first > 0 && text[first - 1] == (byte)'>')
                first--;
            if ((first == 0 || text[first - 1] == (byte)'\n') && (!onlySingle || first == last))
                return first;
            position = last + 6;
        }
    }
}
