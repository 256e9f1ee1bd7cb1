namespace BulkVerify.Archives;

/// <summary>Finds the first field of a file that holds one message: a byte order mark, empty lines and a separator may stand before it.</summary>
internal static class MessageStart
{
    /// <summary>Where the separator begins and where the message does; the same place without one.</summary>
    public static (int Separator, int Message) Of(ReadOnlySpan<byte> text)
    {
        int start = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (text[start..].IndexOf((byte)'\n') is >= 0 and var newline && !text.Slice(start, newline).ContainsAnyExcept(" \t\r"u8))
            start += newline + 1;
        return (start, start + SeparatorLength(text[start..]));
    }

    /// <summary>What begins with the first field; a <see cref="LineAboveFields"/> is passed over too.</summary>
    public static ReadOnlySpan<byte> Fields(ReadOnlySpan<byte> text)
    {
        text = text[Of(text).Message..];
        return LineAboveFields.Begins(text) && text.IndexOf((byte)'\n') is >= 0 and var newline ? text[(newline + 1)..] : text;
    }

    /// <summary>RFC 4155: a separator line may stand before a single message too. "From :" is a field (RFC 5322 §4.5).</summary>
    private static int SeparatorLength(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("From "u8) || text[5..].TrimStart(" \t"u8) is [(byte)':', ..])
            return 0;
        return text.IndexOf((byte)'\n') + 1;
    }
}
