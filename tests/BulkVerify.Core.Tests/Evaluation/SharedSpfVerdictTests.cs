using System.Net;
using System.Text;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation;

/// <summary>A verdict of SPF holds for every message of the same client and domain, unless a macro makes it the message's own.</summary>
public sealed class SharedSpfVerdictTests
{
    private const string Domain = "example.com";

    [Fact]
    [Rfc("7208", "4.1")]
    public void The_same_client_and_domain_are_evaluated_once()
    {
        JsonZone zone = Zone("v=spf1 a:%{d} ip4:192.0.2.0/24 -all");
        var context = new EvaluationContext(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn);
        MessageEvaluation first = Evaluate(context, zone, "192.0.2.1", "anna");
        int asked = AskedOfSpf(zone);
        MessageEvaluation second = Evaluate(context, zone, "192.0.2.1", "bert");
        Assert.Equal((AuthResult.Pass, AuthResult.Pass), (first.Spf!.Result, second.Spf!.Result));
        Assert.Same(first.Spf, second.Spf);
        Assert.Equal(asked, AskedOfSpf(zone));
        Assert.Equal(AuthResult.Fail, Evaluate(context, zone, "198.51.100.1", "anna").Spf!.Result);
        Assert.True(AskedOfSpf(zone) > asked);
    }

    [Theory]
    [Rfc("7208", "7.2")]
    [InlineData("v=spf1 exists:%{l}.users.example.com -all")]
    [InlineData("v=spf1 exists:%{l1r-}.users.%{d} -all")]
    public void A_macro_over_the_local_part_makes_each_sender_a_verdict_of_its_own(string record)
    {
        JsonZone zone = Zone(record).Add(new DnsQuestion(DomainName.Parse("anna.users.example.com"), DnsRecordType.A), DnsAnswer.Of([DnsRecord.Of(IPAddress.Loopback)]));
        var context = new EvaluationContext(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn);
        Assert.Equal(AuthResult.Pass, Evaluate(context, zone, "192.0.2.1", "anna").Spf!.Result);
        Assert.Equal(AuthResult.Fail, Evaluate(context, zone, "192.0.2.1", "bert").Spf!.Result);
        Assert.Equal(AuthResult.Pass, Evaluate(context, zone, "192.0.2.1", "anna").Spf!.Result);
    }

    [Fact]
    public void A_verdict_over_a_temporary_error_is_asked_again()
    {
        var context = new EvaluationContext(DkimVerifierOptions.Default, PublicSuffixRules.BuiltIn);
        JsonZone down = JsonZone.Parse("""{"example.com TXT": {"error": "SERVFAIL"}}""");
        Assert.Equal(AuthResult.TempError, Evaluate(context, down, "192.0.2.1", "anna").Spf!.Result);
        Assert.Equal(AuthResult.Pass, Evaluate(context, Zone("v=spf1 ip4:192.0.2.1 -all"), "192.0.2.1", "anna").Spf!.Result);
    }

    private static JsonZone Zone(string record) => new JsonZone().AddTxt(Domain, record);

    private static int AskedOfSpf(JsonZone zone) => zone.Asked.Count(q => !q.Name.Value.StartsWith("_dmarc", StringComparison.Ordinal));

    private static MessageEvaluation Evaluate(EvaluationContext context, JsonZone zone, string client, string localPart)
    {
        var claims = new MessageClaims { Author = new AuthorDomain(AuthorDomainStatus.Valid, DomainName.Parse(Domain)) };
        claims.Envelope.ClientIp = IPAddress.Parse(client);
        claims.Envelope.Helo = "mail.example.net";
        claims.Envelope.MailFrom = ReversePath.Parse(Encoding.ASCII.GetBytes($"{localPart}@{Domain}"), new NameTable());
        var message = new MessageEvaluation(new MessageDigest
        {
            Locator = new MessageLocator("a", 0),
            Length = 1,
            Claims = claims,
            Signatures = new SignatureDigests([], null, MboxReading.NoQuoting),
            Fingerprint = 0,
        });
        Assert.True(new MessageEvaluator(context, zone).Evaluate(message, new DnsQuestionSet()));
        return message;
    }
}
