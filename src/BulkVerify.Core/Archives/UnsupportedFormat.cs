using System.Buffers.Text;

namespace BulkVerify.Archives;

/// <summary>Formats that people have and that are not read: what they are and how to convert them.</summary>
internal static class UnsupportedFormat
{
    /// <summary>One sentence of advice; null when the bytes are none of these formats.</summary>
    public static string? Advice(ReadOnlySpan<byte> start, string name)
    {
        if (start.StartsWith("!BDN"u8))
            return "an Outlook data file (.pst/.ost): convert it with 'readpst -e -o OUT FILE' and verify OUT; such exports rebuild messages, so body hashes may be lost.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return "an Outlook message (.msg): convert it with 'msgconvert FILE' and verify the .eml.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return "an xz file: unpack it with 'xz -dk FILE', or pipe it: 'xz -dc FILE | bulkverify verify -'.";
        if (start.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]))
            return "a 7-Zip archive: unpack it with '7z x FILE' and verify the folder.";
        if (start.StartsWith("Rar!\u001A\u0007"u8))
            return "a RAR archive: unpack it with 'unrar x FILE' and verify the folder.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]))
            return "an lz4 file: unpack it with 'lz4 -dk FILE', or pipe it: 'lz4 -dc FILE | bulkverify verify -'.";
        if (start.StartsWith("LZIP\u0001"u8))
            return "an lzip file: unpack it with 'lzip -dk FILE', or pipe it: 'lzip -dc FILE | bulkverify verify -'.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x9D]))
            return "a file of compress (.Z): pipe it: 'gzip -dc FILE | bulkverify verify -'.";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xAD, 0x12, 0xFE]))
            return "an Outlook Express folder (.dbx): convert it with 'undbx FILE OUT' and verify OUT.";
        if (HasLinesOfOldMac(start))
            return "mail whose lines end in CR alone, as programs for old Macs wrote them: convert it with \"tr '\\r' '\\n' < FILE > NEW\" and verify NEW.";
        if (name.EndsWith(".olm", StringComparison.OrdinalIgnoreCase) && start.StartsWith("PK"u8))
            return "an Outlook for Mac archive (.olm): export the folders as mbox from Outlook or Apple Mail and verify those.";
        return IsEmlx(start, name) ? "an Apple Mail message (.emlx): export the mailbox from Mail with 'Mailbox > Export Mailbox' and verify the mbox." : null;
    }

    /// <summary>CRs and no LF, and the first two lines are a separator or field, and a field.</summary>
    private static bool HasLinesOfOldMac(ReadOnlySpan<byte> start)
    {
        int first = start.IndexOf((byte)'\r');
        if (first <= 0 || start.Contains((byte)'\n'))
            return false;
        ReadOnlySpan<byte> rest = start[(first + 1)..];
        int second = rest.IndexOf((byte)'\r');
        return second > 0 && (start.StartsWith("From "u8) || ContentRecognizer.BeginsWithField(start[..first])) && ContentRecognizer.BeginsWithField(rest[..second]);
    }

    /// <summary>An .emlx begins with a line that holds only the length of the message, behind which a property list stands.</summary>
    private static bool IsEmlx(ReadOnlySpan<byte> start, string name)
    {
        int newline = start.IndexOf((byte)'\n');
        if (newline is < 1 or > 12)
            return false;
        ReadOnlySpan<byte> number = start[..newline].Trim(" \r"u8);
        ReadOnlySpan<byte> message = start[(newline + 1)..];
        if (!Utf8Parser.TryParse(number, out ulong length, out int digits) || digits != number.Length || !ContentRecognizer.LooksLikeMessage(message))
            return false;
        // The end of a cut line of another file may be a number too.
        bool isFollowed = length < (ulong)message.Length ? message[(int)length..].StartsWith("<?xml"u8) : start.Length >= ContentRecognizer.PrefixLength;
        return isFollowed || name.EndsWith(".emlx", StringComparison.OrdinalIgnoreCase);
    }
}
