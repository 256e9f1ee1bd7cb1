namespace BulkVerify.Claims;

/// <summary>Finds text that every match of a regular expression holds, so that most values are told from their octets alone. Knows the plain parts of the syntax; what it does not know
/// gives no text.</summary>
internal static class RequiredText
{
    /// <summary>Escapes of one letter that stand for a class of characters or a place.</summary>
    private const string PlainEscapes = "dDwWsSbBAZz";

    /// <summary>The longest such text in US-ASCII, as written in the expression; empty when none shows plainly.</summary>
    public static string Of(string expression)
    {
        string longest = "";
        int start = 0, length = 0;
        Span<char> text = stackalloc char[ValuePattern.MaxLength];
        while (start < expression.Length)
        {
            char next = expression[start++];
            bool isLiteral = char.IsAscii(next) && !@"\^$.|?*+()[]{}".Contains(next, StringComparison.Ordinal);
            if (next == '\\' && start < expression.Length && char.IsAscii(expression[start]) && !char.IsAsciiLetterOrDigit(expression[start]))
                (next, isLiteral) = (expression[start++], true);
            if (isLiteral && length < text.Length)
            {
                text[length++] = next;
                continue;
            }
            // What may be there no times is not required, and neither is it together with what stands before it.
            if (next is '?' or '*' or '{' && length > 0)
                length--;
            if (length > longest.Length)
                longest = new string(text[..length]);
            length = 0;
            start = Skip(expression, next, start);
            if (start < 0)
                return "";
        }
        return length > longest.Length ? new string(text[..length]) : longest;
    }

    /// <summary>Index behind what begins with a character that is no text; -1 when it is not known what that is.</summary>
    private static int Skip(string expression, char first, int start) => first switch
    {
        '^' or '$' or '.' or '?' or '*' or '+' => start,
        '\\' => start < expression.Length && PlainEscapes.Contains(expression[start], StringComparison.Ordinal) ? start + 1 : -1,
        '{' => SkipCount(expression, start),
        '[' => SkipClass(expression, start),
        '(' => SkipGroup(expression, start),
        _ => -1,
    };

    /// <summary>"{1,3}".</summary>
    private static int SkipCount(string expression, int start)
    {
        int end = expression.IndexOf('}', start);
        return end < 0 || expression.AsSpan(start, end - start).ContainsAnyExcept("0123456789,") ? -1 : end + 1;
    }

    private static int SkipClass(string expression, int start)
    {
        int index = start;
        if (index < expression.Length && expression[index] == '^')
            index++;
        // "[]a]" holds a bracket; "[a-z-[b]]" subtracts.
        for (int first = index; index < expression.Length && expression[index] != '['; index++)
        {
            if (expression[index] == '\\')
                index++;
            else if (expression[index] == ']' && index > first)
                return index + 1;
        }
        return -1;
    }

    /// <summary>A group may hold alternatives and be repeated: nothing in it is required. One with "(?" may change how all of the expression is read.</summary>
    private static int SkipGroup(string expression, int start)
    {
        for (int index = start; index >= 0 && index < expression.Length;)
        {
            char next = expression[index++];
            if (next == ')')
                return index;
            if (next == '?' && index == start + 1)
                return -1;
            index = next switch
            {
                '\\' => index + 1,
                '[' => SkipClass(expression, index),
                '(' => SkipGroup(expression, index),
                _ => index,
            };
        }
        return -1;
    }
}
