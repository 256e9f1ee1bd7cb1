using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BulkVerify.Dns;

/// <summary>Reads the data of a record from the tokens after its type.</summary>
internal static class ZoneData
{
    /// <summary>Most octets of a record's data (RFC 1035 §3.2.1: RDLENGTH has 16 bits).</summary>
    private const int MaxLength = 65535;

    /// <summary>Returns null, or what is wrong. The record is null when wrong, and when a target has no <see cref="DomainName"/>.</summary>
    public static string? Read(ZoneLexer lexer, int first, DnsRecordType type, ZoneNames names, out DnsRecord? record)
    {
        record = null;
        int count = lexer.Tokens.Count - first;
        if (count > 0 && !lexer.Tokens[first].Quoted && lexer.Text(lexer.Tokens[first]).SequenceEqual("#"u8) && lexer.Tokens[first].Escaped)
            return "the generic form of RFC 3597 is not read";
        switch (type)
        {
            case DnsRecordType.Txt:
                return count == 0 ? "no text" : ReadText(lexer, first, out record);
            case DnsRecordType.Mx:
                return count == 2 ? ReadMx(lexer, first, names, out record) : "it wants a preference and a name";
        }
        if (count != 1)
            return "it wants one value";
        ZoneToken token = lexer.Tokens[first];
        ReadOnlySpan<byte> text = lexer.Text(token);
        if (type is DnsRecordType.A or DnsRecordType.Aaaa)
        {
            IPAddress? address = type == DnsRecordType.A ? ParseIPv4(text) : ParseIPv6(text);
            record = address is null ? null : DnsRecord.Of(address);
            return address is null ? "not an address of that kind" : null;
        }
        if (names.Read(token, text, out DomainName? target) is { } wrong)
            return $"its target {wrong}";
        if (target is not null)
            record = type == DnsRecordType.Ptr ? DnsRecord.Ptr(target) : DnsRecord.Cname(target);
        return null;
    }

    private static string? ReadText(ZoneLexer lexer, int first, out DnsRecord? record)
    {
        record = null;
        int length = 0;
        for (int i = first; i < lexer.Tokens.Count; i++)
            length += lexer.Tokens[i].Length;
        if (length > MaxLength)
            return $"more than {MaxLength} octets";
        byte[] joined = new byte[length];
        int at = 0;
        for (int i = first; i < lexer.Tokens.Count; i++)
        {
            lexer.Text(lexer.Tokens[i]).CopyTo(joined.AsSpan(at));
            at += lexer.Tokens[i].Length;
        }
        record = DnsRecord.Txt(joined);
        return null;
    }

    private static string? ReadMx(ZoneLexer lexer, int first, ZoneNames names, out DnsRecord? record)
    {
        record = null;
        if (!ushort.TryParse(lexer.Text(lexer.Tokens[first]), NumberStyles.None, CultureInfo.InvariantCulture, out ushort preference))
            return "its preference is not a number up to 65535";
        ZoneToken token = lexer.Tokens[first + 1];
        ReadOnlySpan<byte> text = lexer.Text(token);
        if (names.Read(token, text, out DomainName? exchange) is { } wrong)
            return $"its exchange {wrong}";
        if (exchange is not null || text is [(byte)'.'])
            record = DnsRecord.Mx(preference, exchange);
        return null;
    }

    /// <summary>Four decimal numbers without leading zeros (which other readers take for octal).</summary>
    private static IPAddress? ParseIPv4(ReadOnlySpan<byte> text)
    {
        Span<byte> octets = stackalloc byte[4];
        int count = 0;
        foreach (Range range in text.Split((byte)'.'))
        {
            ReadOnlySpan<byte> part = text[range];
            if (count == 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out octets[count]))
                return null;
            count++;
        }
        return count == 4 ? new IPAddress(octets) : null;
    }

    private static IPAddress? ParseIPv6(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'%', (byte)'[', (byte)'/') < 0 && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? address
            : null;
}
