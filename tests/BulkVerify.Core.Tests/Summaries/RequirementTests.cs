using BulkVerify.Statistics;
using BulkVerify.Summaries;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class RequirementTests
{
    [Fact]
    public void The_record_header_or_key_that_decides_is_shown()
    {
        MessageRow good = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1", bits: 1024);
            StreamSample.Spf(r, "pass", "em1.example.com", "MatchedInclude", aligned: true);
            (r.SpfPath, r.SpfLookups) = ("include:sendgrid.net > ip4:192.0.2.0/24", 2);
        });
        MessageRow bad = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s2", result: "fail", reason: "BodyHashMismatch");
            StreamSample.Spf(r, "softfail", "em1.example.com");
            r.SpfLookups = 7;
        });
        SummaryRow stream = Summary.From(StreamSample.Count(good, good, bad), []).Streams.Single();
        Assert.Equal(
            [
                "R1 Partly 2/3: em1.example.com: SPF softfail, matched all", "R2 Met 3/3: MAIL FROM em1.example.com",
                "R3 Partly 2/3: s2._domainkey.example.com: body hash mismatch", "R4 Partly 2/3: DKIM body hash mismatch; SPF softfail",
            ],
            stream.Requirements.Select(r => $"{r.Name} {r.State} {r.Met}/{r.Judged}: {r.Decision}"));
        Assert.Contains(new RequirementEvidence(RequirementState.Met, "em1.example.com include:sendgrid.net", 2), stream.Requirements[0].Evidence);
        Assert.Contains(new RequirementEvidence(RequirementState.Met, "s1._domainkey.example.com, 1024 bits", 2), stream.Requirements[2].Evidence);
        Assert.Contains(new RequirementEvidence(RequirementState.Met, "SPF and DKIM", 2), stream.Requirements[3].Evidence);
        Assert.Equal(["A3 NotMet 0/2: s1._domainkey.example.com, 1024 bits", "A4 Met 2/2: SPF and DKIM"], stream.Advised.Select(r => $"{r.Name} {r.State} {r.Met}/{r.Judged}: {r.Decision}"));
        Assert.Equal(7, stream.MostSpfLookups);
    }

    /// <summary>Where most do what is advised, what is shown is the commonest that does not.</summary>
    [Fact]
    public void What_is_advised_and_partly_done_shows_what_is_not()
    {
        MessageRow Row(int bits, bool spf) => StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", bits == 2048 ? "s1" : "old", bits: bits);
            StreamSample.Spf(r, spf ? "pass" : "fail", "em1.example.com", aligned: spf);
        });
        SummaryRow stream = Summary.From(StreamSample.Count(Row(2048, true), Row(2048, true), Row(1024, true), Row(2048, false)), []).Streams.Single();
        Assert.Equal(
            ["A3 Partly 3/4: old._domainkey.example.com, 1024 bits", "A4 Partly 3/4: DKIM only"],
            stream.Advised.Select(r => $"{r.Name} {r.State} {r.Met}/{r.Judged}: {r.Decision}"));
    }

    [Theory]
    [InlineData(RequirementState.Met, 5, 5, "+")]
    [InlineData(RequirementState.NotMet, 0, 5, "-")]
    [InlineData(RequirementState.CannotTell, 0, 0, "?")]
    [InlineData(RequirementState.NotAsked, 3, 5, ".")]
    [InlineData(RequirementState.Partly, 2, 5, "40")]
    [InlineData(RequirementState.Partly, 94, 100, "94")]
    [InlineData(RequirementState.Partly, 999_999, 1_000_000, "99")]
    [InlineData(RequirementState.Partly, 10, 1000, "1")]
    [InlineData(RequirementState.Partly, 9, 1000, "<1")]
    public void The_mark_tells_how_much_where_it_is_partly_met(RequirementState state, long met, long judged, string mark) =>
        Assert.Equal(mark, new Requirement("R1", state, met, judged, "").ToMark());

    [Fact]
    public void Marks_take_two_characters_whatever_the_counts() =>
        Gen.Select(Gen.Long[1, 1_000_000_000_000], Gen.Double[0, 1]).Sample((judged, share) =>
        {
            long met = Math.Clamp((long)(judged * share), 1, Math.Max(1, judged - 1));
            Assert.InRange(Requirement.PercentOf(met, judged).Length, 1, 2);
        });

    [Fact]
    public void Too_many_look_ups_do_not_authorize()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1");
            StreamSample.Spf(r, "permerror", "example.com", "TooManyLookups");
        });
        Requirement first = Summary.From(StreamSample.Count(row), []).Streams.Single().Requirements[0];
        Assert.Equal((RequirementState.NotMet, "example.com: SPF permerror, too many lookups"), (first.State, first.Decision));
    }

    /// <summary>Each requirement broken alone is the one that is not met.</summary>
    [Theory]
    [InlineData("R1")]
    [InlineData("R2")]
    [InlineData("R3")]
    public void One_that_is_broken_alone_is_the_one_that_is_not_met(string broken)
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, broken == "R3" ? "sendgrid.net" : "example.com", "s1", aligned: broken != "R3");
            StreamSample.Spf(r, broken == "R1" ? "fail" : "pass", broken == "R2" ? "sendgrid.net" : "em1.example.com", aligned: broken is "R3");
        });
        Assert.Equal([broken], Summary.From(StreamSample.Count(row), []).Streams.Single().Requirements.Where(r => r.State != RequirementState.Met).Select(r => r.Name));
    }

    [Fact]
    public void An_Ed25519_key_is_no_short_one()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1", bits: 256));
        row.Dkim[0].A = "ed25519-sha256";
        SummaryRow stream = Summary.From(StreamSample.Count(row), []).Streams.Single();
        Assert.Equal((RequirementState.Met, RequirementState.Met), (stream.Requirements[2].State, stream.Advised[0].State));
    }
}
