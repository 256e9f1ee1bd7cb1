using System.Buffers;
using System.Buffers.Text;

namespace BulkVerify;

/// <summary>Decodes base64 as DKIM writes it (RFC 6376 §2.10): white space anywhere, padding optional. Bits left over in the last character are ignored
/// (RFC 4648 §3.5 leaves that open), any other character is a fault.</summary>
public static class Base64Text
{
    private const int StackLimit = 1024;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The octets; null when the text is no base64. Empty for white space alone.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        byte[]? rented = text.Length > StackLimit ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        try
        {
            Span<byte> scratch = rented ?? stackalloc byte[StackLimit];
            int length = Decode(text, scratch);
            return length < 0 ? null : scratch[..length].ToArray();
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes the octets to the front of <paramref name="to"/>, which has room for all of the text.</summary>
    /// <returns>Their number; -1 when the text is no base64.</returns>
    internal static int Decode(ReadOnlySpan<byte> text, Span<byte> to) => DecodeInPlace(to[..Compact(text, to)]);

    /// <summary>Copies the text without its white space.</summary>
    private static int Compact(ReadOnlySpan<byte> text, Span<byte> to)
    {
        int length = 0;
        while (!text.IsEmpty)
        {
            int white = text.IndexOfAny(WhiteSpace);
            ReadOnlySpan<byte> part = white < 0 ? text : text[..white];
            part.CopyTo(to[length..]);
            length += part.Length;
            text = white < 0 ? [] : text[(white + 1)..];
        }
        return length;
    }

    private static int DecodeInPlace(Span<byte> text)
    {
        Span<byte> characters = text.TrimEnd((byte)'=');
        int padding = text.Length - characters.Length;
        int rest = characters.Length % 4;
        if (rest == 1 || (padding > 0 && (rest == 0 || rest + padding != 4)))
            return -1;
        int whole = characters.Length - rest;
        if (Base64.DecodeFromUtf8InPlace(characters[..whole], out int written) != OperationStatus.Done || written != whole / 4 * 3)
            return -1;
        if (rest == 0)
            return written;
        // Zero bits in place of what is missing.
        Span<byte> last = [(byte)'A', (byte)'A', (byte)'A', (byte)'A'];
        characters[whole..].CopyTo(last);
        if (Base64.DecodeFromUtf8InPlace(last, out int octets) != OperationStatus.Done || octets != 3)
            return -1;
        last[..(rest - 1)].CopyTo(characters[written..]);
        return written + rest - 1;
    }
}
