namespace BulkVerify;

/// <summary>Decodes base64 as DKIM writes it (RFC 6376 §2.10): white space anywhere, padding optional. Bits left over in the last character are ignored
/// (RFC 4648 §3.5 leaves that open), any other character is a fault.</summary>
public static class Base64Text
{
    private const byte Invalid = 255;

    private static readonly byte[] Values = MakeValues();

    /// <summary>The octets; null when the text is no base64. Empty for white space alone.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        byte[] decoded = GC.AllocateUninitializedArray<byte>(text.Length / 4 * 3 + 3);
        int written = 0, characters = 0, padding = 0;
        uint bits = 0;
        foreach (byte c in text)
        {
            if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (c == (byte)'=')
            {
                padding++;
                continue;
            }
            byte value = Values[c];
            if (value == Invalid || padding > 0)
                return null;
            bits = bits << 6 | value;
            if (++characters % 4 != 0)
                continue;
            decoded[written++] = (byte)(bits >> 16);
            decoded[written++] = (byte)(bits >> 8);
            decoded[written++] = (byte)bits;
        }
        int rest = characters % 4;
        if (rest == 1 || (padding > 0 && rest + padding != 4))
            return null;
        bits <<= 6 * (4 - rest);
        if (rest >= 2)
            decoded[written++] = (byte)(bits >> 16);
        if (rest == 3)
            decoded[written++] = (byte)(bits >> 8);
        return written == decoded.Length ? decoded : decoded[..written];
    }

    private static byte[] MakeValues()
    {
        byte[] values = new byte[256];
        Array.Fill(values, Invalid);
        ReadOnlySpan<byte> alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (int i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (byte)i;
        return values;
    }
}
