using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class DnsTreeWalkTests
{
    private static DnsTreeWalk Walk(DmarcCase zone, string start) => DnsTreeWalk.From(DomainName.Parse(start), zone.Zone, new DnsQuestionSet())!;

    [Theory]
    [Rfc("9989", "4.10")]
    [InlineData("com", "_dmarc.com")]
    [InlineData("a.mail.example.com", "_dmarc.a.mail.example.com _dmarc.mail.example.com _dmarc.example.com _dmarc.com")]
    [InlineData("a.b.c.d.e.f.example.com", "_dmarc.a.b.c.d.e.f.example.com _dmarc.b.c.d.e.f.example.com _dmarc.c.d.e.f.example.com _dmarc.d.e.f.example.com _dmarc.e.f.example.com _dmarc.f.example.com _dmarc.example.com _dmarc.com")]
    [InlineData("a.b.c.d.e.f.g.example.com", "_dmarc.a.b.c.d.e.f.g.example.com _dmarc.c.d.e.f.g.example.com _dmarc.d.e.f.g.example.com _dmarc.e.f.g.example.com _dmarc.f.g.example.com _dmarc.g.example.com _dmarc.example.com _dmarc.com")]
    public void Asks_each_name_once_and_eight_at_most(string start, string expected)
    {
        var zone = new DmarcCase();
        Assert.Null(Walk(zone, start).OrganizationalLookup);
        Assert.Equal(expected.Split(' '), zone.Asked);
    }

    [Theory]
    [Rfc("9989", "4.10")]
    [InlineData("psd=n", "b.example.com")]
    [InlineData("psd=y", "a.b.example.com")]
    public void Stops_at_a_record_with_psd(string tag, string organization)
    {
        var zone = new DmarcCase($"b.example.com: v=DMARC1; p=none; {tag}", "example.com: v=DMARC1; p=none");
        Assert.Equal(organization, Walk(zone, "x.a.b.example.com").OrganizationalDomain!.Value);
        Assert.Equal(["_dmarc.x.a.b.example.com", "_dmarc.a.b.example.com", "_dmarc.b.example.com"], zone.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void Takes_the_record_with_the_fewest_labels() =>
        Assert.Equal("example.com", Walk(new DmarcCase("a.b.example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=none"), "a.b.example.com").OrganizationalDomain!.Value);

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void Without_records_the_starting_name_is_the_organizational_domain() =>
        Assert.Equal("a.example.com", Walk(new DmarcCase(), "a.example.com").OrganizationalDomain!.Value);

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void Psd_y_at_the_starting_name_makes_it_its_own_organizational_domain()
    {
        var zone = new DmarcCase("example: v=DMARC1; p=reject; psd=y");
        Assert.Equal("example", Walk(zone, "example").OrganizationalDomain!.Value);
        Assert.Equal("bank.example", Walk(zone, "bank.example").OrganizationalDomain!.Value);
    }

    [Fact]
    [Rfc("9989", "4.10")]
    public void Several_records_at_a_name_are_all_discarded_and_the_walk_goes_on()
    {
        var zone = new DmarcCase("a.example.com: v=DMARC1; p=none; psd=n", "a.example.com: v=DMARC1; p=reject; psd=n", "example.com: v=DMARC1; p=none");
        DnsTreeWalk walk = Walk(zone, "a.example.com");
        Assert.Equal("example.com", walk.OrganizationalDomain!.Value);
        Assert.Equal((2, (DmarcRecord?)null), (walk.First.RecordCount, walk.First.Record));
    }

    [Fact]
    [Rfc("9989", "4.10")]
    public void Other_TXT_records_beside_the_record_do_no_harm()
    {
        var zone = new DmarcCase("example.com: v=spf1 -all", "example.com: v=DMARC1; p=none; psd=n", "example.com: v=DMARC10; p=reject");
        Assert.Equal("example.com", Walk(zone, "example.com").OrganizationalLookup!.Domain.Value);
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void A_record_that_does_not_apply_still_marks_the_walk() =>
        Assert.Equal("sub.psd.example", Walk(new DmarcCase("psd.example: v=DMARC1; psd=y"), "deep.sub.psd.example").OrganizationalDomain!.Value);

    [Fact]
    [Rfc("9989", "5.1.8")]
    public void A_psd_n_record_in_the_part_that_is_cut_off_is_not_seen()
    {
        // RFC 9989 §5.1.8
        var zone = new DmarcCase("b.c.d.e.f.g.example.com: v=DMARC1; p=none; psd=n", "example.com: v=DMARC1; p=none");
        Assert.Equal("example.com", Walk(zone, "mail.a.b.c.d.e.f.g.example.com").OrganizationalDomain!.Value);
        Assert.Equal("b.c.d.e.f.g.example.com", Walk(zone, "b.c.d.e.f.g.example.com").OrganizationalDomain!.Value);
    }

    [Fact]
    [Rfc("9989", "4.10")]
    public void A_name_too_long_for_the_prefix_is_skipped()
    {
        string start = string.Join('.', Enumerable.Repeat(new string('a', 61), 3)) + "." + new string('b', 61) + ".com";
        var zone = new DmarcCase();
        Assert.Equal(start, Walk(zone, start).OrganizationalDomain!.Value);
        Assert.Equal(4, zone.Asked.Length);
    }

    [Fact]
    public void Notes_all_open_questions_of_the_walk_at_once()
    {
        var missing = new DnsQuestionSet();
        Assert.Null(DnsTreeWalk.From(DomainName.Parse("a.example.com"), new FrozenAnswers(), missing));
        Assert.Equal(["_dmarc.a.example.com", "_dmarc.com", "_dmarc.example.com"], missing.ToArray().Select(q => q.Name.Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [Rfc("9989", "5.3.6")]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServFail)]
    [InlineData(DnsStatus.NotRecorded)]
    [InlineData(DnsStatus.NotAsked)]
    public void A_query_without_an_answer_leaves_the_organizational_domain_open(DnsStatus status)
    {
        DmarcCase zone = new DmarcCase("a.example.com: v=DMARC1; p=none").With("_dmarc.example.com", new DnsAnswer(status, [], []));
        DnsTreeWalk walk = Walk(zone, "a.example.com");
        Assert.Equal(((DomainName?)null, (DnsStatus?)status), (walk.OrganizationalDomain, walk.Failure));
    }

    [Fact]
    [Rfc("9989", "4.10")]
    public void A_query_that_fails_above_psd_n_is_never_asked()
    {
        DmarcCase zone = new DmarcCase("example.com: v=DMARC1; p=none; psd=n").With("_dmarc.com", DnsAnswer.Timeout);
        Assert.Equal("example.com", Walk(zone, "a.example.com").OrganizationalDomain!.Value);
    }

    [Fact]
    public void A_temporary_error_is_named_before_ignorance()
    {
        DmarcCase zone = new DmarcCase().With("_dmarc.a.example.com", DnsAnswer.NotRecorded).With("_dmarc.example.com", DnsAnswer.ServFail);
        Assert.Equal(DnsStatus.ServFail, Walk(zone, "a.example.com").Failure);
    }
}
