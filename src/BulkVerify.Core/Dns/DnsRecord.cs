using System.Net;

namespace BulkVerify.Dns;

/// <summary>Data of one resource record. Exactly the members of its type are set. Immutable.</summary>
public sealed record DnsRecord
{
    private DnsRecord(DnsRecordType type) => Type = type;

    public DnsRecordType Type { get; }

    /// <summary>TXT: the character-strings joined without separator (RFC 7208 §3.3, RFC 6376 §3.6.2.2), octet for octet; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Text { get; private init; }

    /// <summary>A and AAAA; null otherwise.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>PTR, CNAME, and the exchange of MX; null otherwise, and null for the root ("null MX", RFC 7505).</summary>
    public DomainName? Target { get; private init; }

    /// <summary>MX preference; 0 otherwise.</summary>
    public ushort Preference { get; private init; }

    public static DnsRecord Txt(ReadOnlyMemory<byte> joined) => new(DnsRecordType.Txt) { Text = joined };

    public static DnsRecord Txt(string joined) => Txt(System.Text.Encoding.UTF8.GetBytes(joined));

    public static DnsRecord Of(IPAddress address) =>
        new(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa) { Address = address };

    public static DnsRecord Mx(ushort preference, DomainName? exchange) => new(DnsRecordType.Mx) { Preference = preference, Target = exchange };

    public static DnsRecord Ptr(DomainName target) => new(DnsRecordType.Ptr) { Target = target };

    public static DnsRecord Cname(DomainName target) => new(DnsRecordType.Cname) { Target = target };

    /// <summary>Same type and data, octet for octet.</summary>
    public bool Equals(DnsRecord? other) =>
        other is not null && Type == other.Type && Preference == other.Preference && Target == other.Target
        && Equals(Address, other.Address) && Text.Span.SequenceEqual(other.Text.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Type);
        hash.Add(Preference);
        hash.Add(Target);
        hash.Add(Address);
        hash.AddBytes(Text.Span);
        return hash.ToHashCode();
    }
}
