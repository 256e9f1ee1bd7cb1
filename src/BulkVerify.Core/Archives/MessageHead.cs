using System.Text;

namespace BulkVerify.Archives;

/// <summary>Tells a separator with a message behind it from text that quotes one, where its place does not.</summary>
internal static class MessageHead
{
    /// <summary>What git writes before each patch: mail that quotes patches holds many.</summary>
    private static ReadOnlySpan<byte> PatchDate => " Mon Sep 17 00:00:00 2001"u8;

    /// <summary>True for the separator line that git writes, line end included.</summary>
    public static bool IsPatch(ReadOnlySpan<byte> separator) => separator.TrimEnd("\r\n"u8).EndsWith(PatchDate);

    /// <summary>A whole header with From and one of the fields that programs write, and no line that is none of a header.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> text)
    {
        bool hasFrom = false, hasTrace = false;
        while (text.IndexOf((byte)'\n') is >= 0 and var newline)
        {
            ReadOnlySpan<byte> line = text[..newline].TrimEnd((byte)'\r');
            text = text[(newline + 1)..];
            if (line.IsEmpty)
                return hasFrom && hasTrace;
            if (line[0] is (byte)' ' or (byte)'\t')
                continue;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0)
                return false;
            ReadOnlySpan<byte> name = line[..colon].TrimEnd(" \t"u8);
            if (name.ContainsAnyExceptInRange((byte)33, (byte)126))
                return false;
            hasFrom |= Ascii.EqualsIgnoreCase(name, "from");
            hasTrace |= Ascii.EqualsIgnoreCase(name, "date") || Ascii.EqualsIgnoreCase(name, "message-id") || Ascii.EqualsIgnoreCase(name, "received");
        }
        return false;
    }
}
