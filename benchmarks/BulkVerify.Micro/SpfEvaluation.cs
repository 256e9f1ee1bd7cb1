using System.Net;
using BenchmarkDotNet.Attributes;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;

namespace BulkVerify.Micro;

/// <summary>One SPF check through two includes, with all answers at hand.</summary>
[MemoryDiagnoser]
public class SpfEvaluation
{
    private readonly ZoneView _zone = ZoneView.Parse("""
        example.com. IN TXT "v=spf1 include:_spf.one.example include:_spf.two.example -all"
        _spf.one.example. IN TXT "v=spf1 ip4:192.0.2.0/24 -all"
        _spf.two.example. IN TXT "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all"

        """);

    private readonly SpfQuery _query = new(IPAddress.Parse("203.0.113.9"), DomainName.Parse("example.com"), "news", "mail.example.com", SpfIdentity.MailFrom);

    [Benchmark]
    public SpfVerdict? Check() => SpfEvaluator.Evaluate(_query, _zone, new DnsQuestionSet(), SpfLimits.Default);
}
