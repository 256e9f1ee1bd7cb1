using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace BulkVerify;

/// <summary>Addresses as trace fields write them, and what they tell of where a host stands.</summary>
public static class HostAddress
{
    /// <summary>Longest address text: an IPv6 address with an embedded IPv4 address, its prefix, zone and brackets.</summary>
    private const int MaxLength = 80;

    private static readonly SearchValues<byte> HexParts = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>The address of "1.2.3.4", "[1.2.3.4]", "[IPv6:2001:db8::1]", "[1.2.3.4]:25", "[1.2.3.4.25]", "1.2.3.4:25", "/1.2.3.4" or "fe80::1%3", IPv4-mapped ones as IPv4; null for other words.</summary>
    public static IPAddress? Parse(ReadOnlySpan<byte> word)
    {
        if (!CanBeAddress(word))
            return null;
        if (word[0] == (byte)'/')
            word = word[1..];
        if (word.StartsWith("["u8))
        {
            int close = word.IndexOf((byte)']');
            word = close < 0 ? word[1..] : word[1..close];
            // Exim 3 writes a port behind a dot.
            if (word.Count((byte)'.') == 4)
                word = word[..word.LastIndexOf((byte)'.')];
        }
        if (word.Length > 5 && System.Text.Ascii.EqualsIgnoreCase(word[..5], "ipv6:"u8))
            word = word[5..];
        // A port behind an IPv4 address; more colons are an IPv6 address.
        int port = word.IndexOf((byte)':');
        if (port > 0 && word.Count((byte)':') == 1)
            word = word[..port];
        int zone = word.IndexOf((byte)'%');
        if (zone >= 0)
            word = word[..zone];
        if (!word.Contains((byte)':'))
            return TryParseV4(word, out uint v4) ? OfV4(v4) : null;
        if (word.Length is < 2 or > MaxLength || !HasV6Shape(word) || !IPAddress.TryParse(word, out IPAddress? address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Reads four decimal numbers; what IPAddress also reads ("1", "0x7f.1", "010.1.1.1" as octal) is no address in mail.</summary>
    /// <param name="word">Without brackets.</param>
    /// <param name="address">The first number in the highest octet.</param>
    internal static bool TryParseV4(ReadOnlySpan<byte> word, out uint address)
    {
        address = 0;
        int index = 0;
        for (int part = 0; part < 4; part++)
        {
            if (part > 0 && (index >= word.Length || word[index++] != (byte)'.'))
                return false;
            int start = index;
            uint number = 0;
            while (index < word.Length && index - start < 3 && char.IsAsciiDigit((char)word[index]))
                number = (10 * number) + word[index++] - '0';
            if (index == start || number > 255 || (word[start] == (byte)'0' && index - start > 1))
                return false;
            address = (address << 8) | number;
        }
        return index == word.Length;
    }

    internal static IPAddress OfV4(uint address)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, address);
        return new IPAddress(octets);
    }

    /// <summary>False for nearly all words that are no address, such as host names.</summary>
    internal static bool CanBeAddress(ReadOnlySpan<byte> word) =>
        !word.IsEmpty && (word[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'[' or (byte)'/' || word.Contains((byte)':'));

    /// <summary>True for addresses that no client on the Internet has: private use, loopback, link-local, shared (RFC 1918, 6598, 3927, 4193, 4291).</summary>
    public static bool IsInternal(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out int length))
            return true;
        if (length == 4)
            return IsInternalV4(octets[0], octets[1]);
        return (octets[0] & 0xfe) == 0xfc
            || (octets[0] == 0xfe && octets[1] >= 0x80)
            || address.Equals(IPAddress.IPv6Loopback)
            || address.Equals(IPAddress.IPv6Any);
    }

    /// <summary>True for addresses that Exchange Online's own hosts use among themselves: 2603:10?6::/32 and 2a01:111:e400::/40. Its outbound hosts use others.</summary>
    public static bool IsInsideExchangeOnline(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || !address.TryWriteBytes(octets, out _))
            return false;
        return (octets is [0x26, 0x03, 0x10, ..] && (octets[3] & 0x0f) == 6) || octets is [0x2a, 0x01, 0x01, 0x11, 0xe4, ..];
    }

    private static bool IsInternalV4(byte first, byte second) => first switch
    {
        0 or 10 or 127 => true,
        100 => second is >= 64 and <= 127,
        169 => second == 254,
        172 => second is >= 16 and <= 31,
        192 => second == 168,
        _ => false,
    };

    /// <summary>Hexadecimal parts with two colons at least.</summary>
    private static bool HasV6Shape(ReadOnlySpan<byte> word) => word.Count((byte)':') >= 2 && !word.ContainsAnyExcept(HexParts);
}
