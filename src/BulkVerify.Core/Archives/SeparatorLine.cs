namespace BulkVerify.Archives;

/// <summary>The text of an mbox separator after "From ".</summary>
internal static class SeparatorLine
{
    private const int MinDateLength = 16;

    /// <summary>A sender and a date with a time of day and a year ("a@b Thu Jan  1 00:00:00 1970", zones allowed anywhere after the time), or one token.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        if (text.IsEmpty)
            return false;
        int space = SenderEnd(text);
        if (space < 0)
            return IsLoneToken(text);
        return IsDate(text[space..].TrimStart(" \t"u8)) || IsDate(text);
    }

    /// <summary>The sender of a separator; empty when it is only a date.</summary>
    public static ReadOnlySpan<byte> Sender(ReadOnlySpan<byte> separator)
    {
        if (!separator.StartsWith("From "u8))
            return [];
        ReadOnlySpan<byte> text = separator[5..].Trim(" \t"u8);
        int space = SenderEnd(text);
        return space < 0 ? text : text[..space];
    }

    /// <summary>The date text of a separator; empty when there is only a token.</summary>
    public static ReadOnlySpan<byte> Date(ReadOnlySpan<byte> separator)
    {
        if (!separator.StartsWith("From "u8))
            return [];
        ReadOnlySpan<byte> text = separator[5..].Trim(" \t"u8);
        int space = SenderEnd(text);
        return space < 0 ? [] : text[space..].TrimStart(" \t"u8);
    }

    /// <summary>End of the sender, which may be a quoted local part with spaces; -1 when the text is one token.</summary>
    private static int SenderEnd(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
                quoted = !quoted;
            else if (!quoted && text[i] is (byte)' ' or (byte)'\t')
                return i;
        }
        return quoted ? text.IndexOfAny((byte)' ', (byte)'\t') : -1;
    }

    /// <summary>"-", or something with an '@', or a word of letters, digits and dashes: never a sentence, and never a word that ends like one.</summary>
    private static bool IsLoneToken(ReadOnlySpan<byte> token) =>
        token is [(byte)'-'] || token.Contains((byte)'@') || token is [>= (byte)'0' and <= (byte)'9', ..];

    /// <summary>A month name, a time h:mm and a year of four digits, in any order that stores use.</summary>
    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length < MinDateLength)
            return false;
        bool month = false, time = false, year = false;
        int tokens = 0;
        foreach (Range range in text.Split((byte)' '))
        {
            ReadOnlySpan<byte> token = text[range];
            if (token.IsEmpty)
                continue;
            tokens++;
            month |= IsMonth(token);
            time |= IsTime(token);
            year |= token.Length == 4 && !token.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        }
        return month && time && year && tokens is >= 4 and <= 9;
    }

    private static bool IsTime(ReadOnlySpan<byte> token) =>
        token.Length is >= 4 and <= 8 && token.IndexOf((byte)':') is 1 or 2 && !token.ContainsAnyExcept("0123456789:"u8);

    private static bool IsMonth(ReadOnlySpan<byte> token)
    {
        if (token.Length != 3)
            return false;
        ReadOnlySpan<byte> names = "janfebmaraprmayjunjulaugsepoctnovdec"u8;
        Span<byte> lower = [(byte)(token[0] | 0x20), (byte)(token[1] | 0x20), (byte)(token[2] | 0x20)];
        for (int i = 0; i < names.Length; i += 3)
        {
            if (names.Slice(i, 3).SequenceEqual(lower))
                return true;
        }
        return false;
    }
}
