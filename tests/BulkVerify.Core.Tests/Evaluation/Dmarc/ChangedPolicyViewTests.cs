using System.Text;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class ChangedPolicyViewTests
{
    private const string Zone = """
        _dmarc.example.com. IN TXT "v=DMARC1; p=none; sp=none; adkim=r ; pct=20; rua=mailto:a@example.com"
        _dmarc.example.com. IN TXT "some other text"
        _dmarc.example.org. IN TXT "no policy"
        mail.example.net. IN TXT "v=DMARC1; p=none"

        """;

    [Theory]
    [InlineData("_dmarc.example.com", true, null, "v=DMARC1; adkim=s; aspf=s; p=none; sp=none; pct=20; rua=mailto:a@example.com|some other text")]
    [InlineData("_dmarc.example.com", false, DmarcPolicy.Reject, "v=DMARC1; p=reject; adkim=r; rua=mailto:a@example.com|some other text")]
    [InlineData("_dmarc.example.com", true, DmarcPolicy.None, "v=DMARC1; p=none; adkim=s; aspf=s; rua=mailto:a@example.com|some other text")]
    [InlineData("_dmarc.example.org", false, DmarcPolicy.Quarantine, "no policy|v=DMARC1; p=quarantine")]
    [InlineData("_dmarc.example.net", true, DmarcPolicy.Reject, "v=DMARC1; p=reject; adkim=s; aspf=s")]
    [InlineData("_dmarc.mail.example.net", false, DmarcPolicy.Reject, "")]
    [InlineData("_dmarc.net", false, DmarcPolicy.Reject, "")]
    [InlineData("_dmarc.example.net", true, null, "")]
    [InlineData("mail.example.net", true, DmarcPolicy.Reject, "v=DMARC1; p=none")]
    public void Records_say_what_is_asked_for_and_keep_the_rest(string name, bool strict, DmarcPolicy? policy, string expected)
    {
        var view = new ChangedPolicyView(ZoneView.Parse(Zone), new PolicyChange(strict, policy), PublicSuffixRules.BuiltIn);
        DnsAnswer answer = view.Find(new DnsQuestion(DomainName.Parse(name), DnsRecordType.Txt))!;
        Assert.Equal(expected, string.Join('|', answer.Records.Select(r => Encoding.UTF8.GetString(r.Text.Span))));
    }

    [Fact]
    public void A_policy_that_is_not_recorded_stays_so()
    {
        var view = new ChangedPolicyView(ZoneView.Parse(";bulkverify partial\n"), new PolicyChange(Strict: true, DmarcPolicy.Reject), PublicSuffixRules.BuiltIn);
        Assert.Equal(DnsStatus.NotRecorded, view.Find(new DnsQuestion(DomainName.Parse("_dmarc.example.com"), DnsRecordType.Txt))!.Status);
    }
}
