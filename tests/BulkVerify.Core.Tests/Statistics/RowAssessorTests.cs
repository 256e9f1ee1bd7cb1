using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class RowAssessorTests
{
    private static MessageRow Failing(params SignatureRow[] signatures) =>
        new() { Class = "received", DmarcResult = "fail", SpfResult = "fail", Dkim = [.. signatures] };

    private static SignatureRow Signature(string result, string reason, bool aligned) => new() { Result = result, Reason = reason, Aligned = aligned };

    [Fact]
    public void A_failure_whose_only_aligned_signature_lost_its_key_is_unverifiable() =>
        Assert.Equal(Assessment.Unverifiable, RowAssessor.Assess(Failing(Signature("permerror", "KeyNotFound", aligned: true), Signature("pass", "Verified", aligned: false))));

    [Fact]
    public void A_failure_with_an_aligned_signature_that_was_judged_is_a_failure() =>
        Assert.Equal(Assessment.Fail, RowAssessor.Assess(Failing(Signature("permerror", "KeyNotFound", aligned: true), Signature("fail", "BodyHashMismatch", aligned: true))));

    [Fact]
    public void A_failure_that_a_list_explains_is_indirect()
    {
        MessageRow row = Failing(Signature("fail", "BodyHashMismatch", aligned: true));
        row.Indirect = "mailing-list";
        Assert.Equal(Assessment.Indirect, RowAssessor.Assess(row));
    }

    [Fact]
    public void A_policy_that_is_not_recorded_is_unverifiable_and_an_absent_one_is_no_record()
    {
        MessageRow row = Failing();
        row.DmarcResult = "none";
        row.DmarcReason = "NotRecorded";
        Assert.Equal(Assessment.Unverifiable, RowAssessor.Assess(row));
        row.DmarcReason = "NoRecord";
        Assert.Equal(Assessment.NoRecord, RowAssessor.Assess(row));
    }

    [Fact]
    public void A_sent_copy_is_never_received_whatever_it_gives()
    {
        MessageRow row = Failing();
        row.Class = "never-received";
        Assert.Equal(Assessment.NeverReceived, RowAssessor.Assess(row));
    }

    [Theory]
    [InlineData("SeveralFromFields")]
    [InlineData("TooManyAuthorDomains")]
    [InlineData("InvalidAuthorDomain")]
    public void Nobody_signs_as_a_From_field_that_names_no_single_domain(string reason)
    {
        var row = new MessageRow { Class = "received", AuthorDomain = "example.com", DmarcResult = "permerror", DmarcReason = reason, SpfResult = "pass", SpfDomain = "example.com", OrganizationalDomain = "example.com" };
        row.Dkim.Add(new SignatureRow { D = "example.com", S = "s1", Result = "pass", Reason = "Verified", Bits = 2048 });
        Assert.Equal("From names no single domain", RowAssessor.FailureCause(row));
        Assert.Equal(RootCause.NoAuthorDomain, RootCauses.Of(row));
        Assert.Equal((null, null, null), (RequirementRules.Envelope(row), RequirementRules.Signed(row), RequirementRules.Either(row)));
        Assert.False(new FailureCause(RowAssessor.FailureCause(row)).LacksOwnSignature);
    }

    [Fact]
    public void The_cause_names_what_each_mechanism_lacks()
    {
        MessageRow row = Failing(Signature("pass", "Verified", aligned: false));
        row.SpfResult = "pass";
        Assert.Equal("DKIM passes for another domain; SPF passes for another domain", RowAssessor.FailureCause(row));
        Assert.Equal("DKIM body hash mismatch; SPF fail", RowAssessor.FailureCause(Failing(Signature("fail", "BodyHashMismatch", aligned: true))));
        Assert.Equal("no DKIM signature; SPF fail", RowAssessor.FailureCause(Failing()));
    }

    [Fact]
    public void A_DNS_error_of_SPF_is_no_cause_where_its_domain_would_not_be_aligned()
    {
        MessageRow row = Failing();
        (row.SpfResult, row.SpfDomain, row.AuthorDomain, row.OrganizationalDomain) = ("temperror", "bounce.example.com", "example.com", "example.com");
        Assert.Equal("no DKIM signature; MAIL FROM of another domain, whose SPF met a DNS error", RowAssessor.FailureCause(row));
        Assert.Equal((false, false), (RequirementRules.Envelope(row), RequirementRules.Either(row)));
        row.DmarcResult = "temperror";
        Assert.Equal("no DKIM signature; SPF temperror", RowAssessor.FailureCause(row));
        Assert.Equal((true, null), (RequirementRules.Envelope(row), RequirementRules.Either(row)));
    }
}
