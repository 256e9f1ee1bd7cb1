namespace BulkVerify.Dns;

/// <summary>One question to the DNS. Equal questions have one answer in a run.</summary>
public readonly record struct DnsQuestion(DomainName Name, DnsRecordType Type)
{
    public override string ToString() => $"{Name} {Type.ToString().ToUpperInvariant()}";
}
