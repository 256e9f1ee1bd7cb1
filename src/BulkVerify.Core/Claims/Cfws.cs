using System.Runtime.CompilerServices;

namespace BulkVerify.Claims;

/// <summary>Comments and folding white space of structured fields (RFC 5322 §3.2.2). An unclosed comment or quoted string runs to the end of the text.</summary>
internal static class Cfws
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhiteSpace(byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Index of the first octet at or after <paramref name="index"/> that is neither white space nor in a comment.</summary>
    public static int Skip(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length)
        {
            if (text[index] == (byte)'(')
                index = CommentEnd(text, index);
            else if (IsWhiteSpace(text[index]))
                index++;
            else
                break;
        }
        return index;
    }

    /// <summary>Index after the comment that opens at <paramref name="index"/>; comments nest.</summary>
    public static int CommentEnd(ReadOnlySpan<byte> text, int index)
    {
        int depth = 0;
        while (index < text.Length)
        {
            int plain = text[index..].IndexOfAny((byte)'\\', (byte)'(', (byte)')');
            if (plain < 0)
                break;
            index += plain;
            switch (text[index++])
            {
                case (byte)'\\':
                    index++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return index;
            }
        }
        return text.Length;
    }

    /// <summary>The inside of the comment that opens at <paramref name="start"/> and ends before <paramref name="end"/>.</summary>
    public static ReadOnlySpan<byte> CommentText(ReadOnlySpan<byte> text, int start, int end)
    {
        ReadOnlySpan<byte> inside = text[(start + 1)..end];
        return !inside.IsEmpty && inside[^1] == (byte)')' ? inside[..^1] : inside;
    }

    /// <summary>Index after the quoted string that opens at <paramref name="index"/>.</summary>
    public static int QuotedEnd(ReadOnlySpan<byte> text, int index)
    {
        for (index++; index < text.Length; index++)
        {
            int plain = text[index..].IndexOfAny((byte)'\\', (byte)'"');
            if (plain < 0)
                break;
            index += plain;
            if (text[index] == (byte)'"')
                return index + 1;
            index++;
        }
        return text.Length;
    }
}
