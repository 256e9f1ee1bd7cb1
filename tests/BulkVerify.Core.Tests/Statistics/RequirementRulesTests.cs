using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class RequirementRulesTests
{
    [Fact]
    public void R1_is_met_by_an_SPF_pass_and_cannot_be_told_without_an_address()
    {
        Assert.True(RequirementRules.Authorized(new MessageRow { SpfResult = "pass" }));
        Assert.False(RequirementRules.Authorized(new MessageRow { SpfResult = "softfail" }));
        Assert.False(RequirementRules.Authorized(new MessageRow { SpfResult = "permerror", SpfReason = "TooManyLookups" }));
        Assert.Null(RequirementRules.Authorized(new MessageRow { SpfResult = "none", SpfReason = "NoClientAddress" }));
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

    private static SignatureRow Aligned(string result = "pass", string reason = "Verified", int bits = 2048, string algorithm = "rsa-sha256") =>
        new() { D = "example.com", S = "s1", A = algorithm, Bits = bits, Result = result, Reason = reason, Aligned = true };
}
