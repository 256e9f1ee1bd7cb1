using System.Buffers.Text;

namespace BulkVerify.Claims;

/// <summary>Decodes dkim-quoted-printable (RFC 6376 §2.11): "=" and two hexadecimal digits for an octet; white space is dropped.</summary>
internal static class QuotedPrintableText
{
    /// <summary>False for an "=" without two digits, or when the octets do not fit.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> decoded, out int length)
    {
        length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte octet = text[i];
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (octet == (byte)'=')
            {
                if (i + 2 >= text.Length || !Utf8Parser.TryParse(text.Slice(i + 1, 2), out octet, out int digits, 'x') || digits != 2)
                    return false;
                i += 2;
            }
            if (length == decoded.Length)
                return false;
            decoded[length++] = octet;
        }
        return true;
    }
}
