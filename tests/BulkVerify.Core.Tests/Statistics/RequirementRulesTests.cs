using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class RequirementRulesTests
{
    [Fact]
    public void R1_is_met_by_an_SPF_pass_and_cannot_be_told_without_an_address_and_an_envelope()
    {
        Assert.True(RequirementRules.Authorized(new MessageRow { SpfResult = "pass" }));
        Assert.False(RequirementRules.Authorized(new MessageRow { SpfResult = "softfail" }));
        Assert.False(RequirementRules.Authorized(new MessageRow { SpfResult = "permerror", SpfReason = "TooManyLookups" }));
        Assert.False(RequirementRules.Authorized(new MessageRow { SpfResult = "none", SpfReason = "DomainMalformed" }));
        Assert.Null(RequirementRules.Authorized(new MessageRow { SpfResult = "none", SpfReason = "NoClientAddress" }));
        Assert.Null(RequirementRules.Authorized(new MessageRow { SpfResult = "none", SpfReason = "MailFromUnknown" }));
        Assert.Null(RequirementRules.Authorized(new MessageRow { SpfResult = "temperror" }));
    }

    [Fact]
    public void R2_is_the_alignment_of_MAIL_FROM_whatever_SPF_says()
    {
        Assert.True(RequirementRules.Envelope(new MessageRow { SpfResult = "fail", SpfDomain = "bounce.example.com", OrganizationalDomain = "example.com" }));
        Assert.False(RequirementRules.Envelope(new MessageRow { SpfResult = "fail", SpfDomain = "badexample.com", OrganizationalDomain = "example.com" }));
        Assert.False(RequirementRules.Envelope(new MessageRow { SpfResult = "pass", SpfDomain = "bounce.example.com", OrganizationalDomain = "example.com", SpfAligned = false }));
        Assert.Null(RequirementRules.Envelope(new MessageRow { SpfResult = "none" }));
    }

    [Theory]
    [InlineData(1024, "rsa-sha256", true)]
    [InlineData(1023, "rsa-sha256", false)]
    [InlineData(256, "ed25519-sha256", true)]
    public void R3_needs_a_key_that_counts(int bits, string algorithm, bool met) =>
        Assert.Equal(met, RequirementRules.Signed(new MessageRow { Dkim = [Aligned(bits: bits, algorithm: algorithm)] }));

    [Fact]
    public void R3_cannot_be_told_when_the_only_aligned_key_is_gone()
    {
        Assert.Null(RequirementRules.Signed(new MessageRow { Dkim = [Aligned("permerror", "KeyNotFound")] }));
        Assert.False(RequirementRules.Signed(new MessageRow { Dkim = [Aligned("fail", "BodyHashMismatch")] }));
        Assert.False(RequirementRules.Signed(new MessageRow()));
    }

    [Fact]
    public void R4_is_open_while_one_of_the_two_is()
    {
        Assert.True(RequirementRules.Either(new MessageRow { SpfResult = "fail", SpfDomain = "other.example", OrganizationalDomain = "example.com", Dkim = [Aligned()] }));
        Assert.False(RequirementRules.Either(new MessageRow { SpfResult = "fail", SpfDomain = "other.example", OrganizationalDomain = "example.com" }));
        Assert.Null(RequirementRules.Either(new MessageRow { SpfResult = "temperror", SpfDomain = "example.com", OrganizationalDomain = "example.com" }));
        Assert.Null(RequirementRules.Either(new MessageRow { SpfResult = "fail", Dkim = [Aligned("permerror", "KeyNotFound")] }));
    }

    [Theory]
    [InlineData("mailing-list")]
    [InlineData("forwarded")]
    [InlineData("arc")]
    public void Mail_that_a_list_or_forwarder_changed_says_nothing_of_its_sender(string indirect)
    {
        var row = new MessageRow { Class = "received", DmarcResult = "fail", SpfResult = "fail", SpfDomain = "list.example", OrganizationalDomain = "example.com", Indirect = indirect, Dkim = [Aligned("fail", "BodyHashMismatch")] };
        Assert.Equal((null, null, null, null), (RequirementRules.Authorized(row), RequirementRules.Envelope(row), RequirementRules.Signed(row), RequirementRules.Either(row)));
        row.SpfResult = "pass";
        Assert.Equal((null, null), (RequirementRules.Authorized(row), RequirementRules.Envelope(row)));
    }

    [Fact]
    public void Shares_of_SPF_and_DKIM_are_over_the_mail_that_requirements_are_judged_over()
    {
        var tally = new StreamTally();
        foreach (string indirect in (string[])["", "", "mailing-list"])
        {
            tally.Add(new MessageRow
            {
                Class = "received",
                AuthorDomain = "example.com",
                OrganizationalDomain = "example.com",
                DmarcResult = "none",
                DmarcReason = "NotRecorded",
                Indirect = indirect,
                SpfResult = "fail",
                SpfDomain = "example.com",
                Dkim = [indirect.Length == 0 ? Aligned() : Aligned("fail", "BodyHashMismatch")],
            });
        }
        Assert.Equal((2, 2, 2, 0), (tally.DkimAssessed, tally.DkimAligned, tally.SpfAssessed, tally.SpfAligned));
        Assert.Equal((2, 2), (tally.Facts.Signed.Judged, tally.Facts.Signed.Met));
        Assert.Equal((3, 1), (tally.Messages, tally.Facts.Indirect));
    }

    private static SignatureRow Aligned(string result = "pass", string reason = "Verified", int bits = 2048, string algorithm = "rsa-sha256") =>
        new() { D = "example.com", S = "s1", A = algorithm, Bits = bits, Result = result, Reason = reason, Aligned = true };
}
