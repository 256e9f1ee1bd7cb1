namespace BulkVerify.Dns;

/// <summary>The record types that mail authentication asks for; values are those of the wire (RFC 1035 §3.2.2, RFC 3596).</summary>
public enum DnsRecordType : ushort
{
    A = 1,
    Cname = 5,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
}
