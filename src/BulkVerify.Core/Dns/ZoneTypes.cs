using System.Collections.Frozen;
using System.Text;

namespace BulkVerify.Dns;

/// <summary>Types, classes and TTLs as master files spell them.</summary>
internal static class ZoneTypes
{
    /// <summary>Types that only make their owner exist.</summary>
    private static readonly FrozenSet<string> Others = new[]
    {
        "NS", "SOA", "SRV", "CAA", "SPF", "DS", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "HINFO", "MINFO", "NAPTR", "TLSA", "SMIMEA",
        "SSHFP", "LOC", "HTTPS", "SVCB", "DNAME", "CDS", "CDNSKEY", "RP", "URI", "OPENPGPKEY", "CERT", "DHCID", "KEY", "SIG", "KX", "IPSECKEY",
        "APL", "AFSDB", "EUI48", "EUI64", "CSYNC", "ZONEMD", "DLV", "TA", "WKS", "NULL", "MB", "MG", "MR", "MD", "MF", "X25", "ISDN", "RT", "PX", "AVC", "NID",
        "L32", "L64", "LP", "HIP", "GPOS",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a known type; <paramref name="type"/> is 0 for those that only make their owner exist.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DnsRecordType type)
    {
        type = default;
        if (text.Length is 0 or > 10)
            return false;
        Span<char> upper = stackalloc char[text.Length];
        if (Ascii.ToUpper(text, upper, out _) != System.Buffers.OperationStatus.Done)
            return false;
        switch (upper)
        {
            case "TXT": type = DnsRecordType.Txt; return true;
            case "A": type = DnsRecordType.A; return true;
            case "AAAA": type = DnsRecordType.Aaaa; return true;
            case "MX": type = DnsRecordType.Mx; return true;
            case "CNAME": type = DnsRecordType.Cname; return true;
            case "PTR": type = DnsRecordType.Ptr; return true;
        }
        // RFC 3597 §5: TYPE and a number.
        if (upper.StartsWith("TYPE") && ushort.TryParse(upper[4..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out ushort number))
        {
            type = Enum.IsDefined((DnsRecordType)number) ? (DnsRecordType)number : default;
            return true;
        }
        return Others.GetAlternateLookup<ReadOnlySpan<char>>().Contains(upper);
    }

    public static string Name(DnsRecordType type) => type switch
    {
        DnsRecordType.A => "A",
        DnsRecordType.Aaaa => "AAAA",
        DnsRecordType.Txt => "TXT",
        DnsRecordType.Mx => "MX",
        DnsRecordType.Cname => "CNAME",
        _ => "PTR",
    };

    /// <summary>True for a class; <paramref name="other"/> is set when it is not IN.</summary>
    public static bool IsClass(ReadOnlySpan<byte> text, ref bool other)
    {
        if (Ascii.EqualsIgnoreCase(text, "IN"))
            return true;
        if (!Ascii.EqualsIgnoreCase(text, "CH") && !Ascii.EqualsIgnoreCase(text, "HS") && !Ascii.EqualsIgnoreCase(text, "CS"))
            return false;
        other = true;
        return true;
    }

    /// <summary>True for seconds, or numbers with units such as 1h30m.</summary>
    public static bool IsTtl(ReadOnlySpan<byte> text)
    {
        bool digit = false;
        foreach (byte octet in text)
        {
            if (char.IsAsciiDigit((char)octet))
                digit = true;
            else if (!digit || "smhdwSMHDW"u8.IndexOf(octet) < 0)
                return false;
            else
                digit = false;
        }
        return text.Length > 0 && (digit || !char.IsAsciiDigit((char)text[^1])) && char.IsAsciiDigit((char)text[0]);
    }
}
