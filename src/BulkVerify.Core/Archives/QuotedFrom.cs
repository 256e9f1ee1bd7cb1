namespace BulkVerify.Archives;

/// <summary>Lines of one or more '>' and "From ": their reading depends on the mbox variant.</summary>
public static class QuotedFrom
{
    public static bool IsIn(ReadOnlySpan<byte> message)
    {
        for (int position = 0; ;)
        {
            int found = message[position..].IndexOf(">From "u8);
            if (found < 0)
                return false;
            int start = position + found;
            while (start > 0 && message[start - 1] == (byte)'>')
                start--;
            if (start == 0 || message[start - 1] == (byte)'\n')
                return true;
            position += found + 6;
        }
    }
}
