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
            Span<byte> compact = rented ?? stackalloc byte[StackLimit];
            return DecodeCompact(compact[..Compact(text, compact)]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

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

    private static byte[]? DecodeCompact(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> characters = text.TrimEnd((byte)'=');
        int padding = text.Length - characters.Length;
        int rest = characters.Length % 4;
        if (rest == 1 || (padding > 0 && (rest == 0 || rest + padding != 4)))
            return null;
        ReadOnlySpan<byte> groups = characters[..^rest];
        int whole = groups.Length / 4 * 3;
        byte[] decoded = GC.AllocateUninitializedArray<byte>(whole + (rest == 0 ? 0 : rest - 1));
        if (Base64.DecodeFromUtf8(groups, decoded, out _, out int written) != OperationStatus.Done || written != whole)
            return null;
        if (rest == 0)
            return decoded;
        // Zero bits in place of what is missing.
        Span<byte> last = [(byte)'A', (byte)'A', (byte)'A', (byte)'A'];
        characters[^rest..].CopyTo(last);
        Span<byte> octets = stackalloc byte[3];
        if (Base64.DecodeFromUtf8(last, octets, out _, out written) != OperationStatus.Done || written != 3)
            return null;
        octets[..(rest - 1)].CopyTo(decoded.AsSpan(whole));
        return decoded;
    }
}
