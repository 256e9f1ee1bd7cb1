using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dkim;

namespace BulkVerify.Micro;

/// <summary>Finding a key that was parsed before.</summary>
[MemoryDiagnoser]
public class KeyCaching
{
    private readonly KeyCache _cache = new();
    private readonly DomainName _name = DomainName.Parse("s1._domainkey.sender.example");
    private DnsAnswer _answer = DnsAnswer.NoData;

    [GlobalSetup]
    public void Setup()
    {
        using RSA rsa = RSA.Create(2048);
        ZoneView zone = ZoneView.Parse($"{_name}. IN TXT \"v=DKIM1; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())[..200]}\" \"{Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())[200..]}\"\n");
        _answer = zone.Find(new DnsQuestion(_name, DnsRecordType.Txt)) ?? DnsAnswer.NoData;
        Hit();
    }

    [Benchmark]
    public DkimKeySet Hit() => _cache.Get(_name, _answer);
}
