using BulkVerify.Claims;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class DmarcEvaluatorTests
{
    private const string Reject = "example.com: v=DMARC1; p=reject; rua=mailto:r@example.com";

    private static (AuthResult, DmarcReason) Outcome(DmarcVerdict verdict) => (verdict.Result, verdict.Reason);

    [Theory]
    [Rfc("9989", "5.3.5")]
    [Rfc("7489", "6.6.2")]
    [InlineData("example.com", "example.com", DmarcReason.AlignedByBoth)]
    [InlineData("mail.example.com", "", DmarcReason.AlignedByDkim)]
    [InlineData("other.example example.com=fail mail.example.com", "example.com=softfail", DmarcReason.AlignedByDkim)]
    [InlineData("example.com=permerror", "bounce.example.com", DmarcReason.AlignedBySpf)]
    public void One_aligned_authenticated_identifier_is_a_pass(string dkim, string spf, DmarcReason expected) =>
        Assert.Equal((AuthResult.Pass, expected), Outcome(new DmarcCase(Reject).Judge(DmarcCase.Author, dkim, spf)));

    [Theory]
    [Rfc("9989", "5.3.5")]
    [Rfc("7489", "6.6.2")]
    [InlineData("", "", DmarcReason.NothingAuthenticated)]
    [InlineData("example.com=fail", "example.com=fail", DmarcReason.NothingAuthenticated)]
    [InlineData("vendor.com", "example.com=softfail", DmarcReason.AuthenticatedForOtherDomain)]
    [InlineData("", "vendor.example", DmarcReason.AuthenticatedForOtherDomain)]
    public void Without_one_it_is_a_fail(string dkim, string spf, DmarcReason expected)
    {
        DmarcVerdict verdict = new DmarcCase(Reject).Judge(DmarcCase.Author, dkim, spf);
        Assert.Equal((AuthResult.Fail, expected), Outcome(verdict));
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Reject, DmarcPolicySource.Author), (verdict.PublishedPolicy, verdict.EffectivePolicy, verdict.PolicySource));
    }

    [Fact]
    [Rfc("9989", "4.4.1", "4.4.2")]
    public void Tells_the_alignment_of_every_identifier_whatever_its_result()
    {
        DmarcVerdict verdict = new DmarcCase(Reject).Judge(DmarcCase.Author, "vendor.com mail.example.com=fail example.com=permerror", "b.example.com=fail");
        Assert.Equal([IdentifierAlignment.NotAligned, IdentifierAlignment.Aligned, IdentifierAlignment.Aligned], verdict.DkimAlignments);
        Assert.Equal(IdentifierAlignment.Aligned, verdict.SpfAlignment);
        Assert.False(verdict.DkimAligned || verdict.SpfAligned);
    }

    [Theory]
    [Rfc("9989", "4.4")]
    [InlineData("adkim=s", DmarcReason.AlignedBySpf)]
    [InlineData("aspf=s", DmarcReason.AlignedByDkim)]
    [InlineData("adkim=s; aspf=s", DmarcReason.AuthenticatedForOtherDomain)]
    [InlineData("adkim=r; aspf=r", DmarcReason.AlignedByBoth)]
    public void Strict_modes_demand_the_same_name(string tags, DmarcReason expected) =>
        Assert.Equal(expected, new DmarcCase($"example.com: v=DMARC1; p=reject; {tags}").Judge(DmarcCase.Author, "mail.example.com", "mail.example.com").Reason);

    [Fact]
    [Rfc("9989", "4.4")]
    public void Strict_mode_needs_no_walk_of_the_identifier()
    {
        var zone = new DmarcCase("example.com: v=DMARC1; p=reject; adkim=s");
        zone.Judge(DmarcCase.Author, "mail.example.com");
        Assert.Equal(["_dmarc.example.com", "_dmarc.com"], zone.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void Names_outside_the_organizational_domain_need_no_walk()
    {
        var zone = new DmarcCase(Reject);
        zone.Judge("joe@a.example.com", "vendor.com mail.vendor.example badexample.com example.com", "a.example.com");
        Assert.Equal(["_dmarc.a.example.com", "_dmarc.example.com", "_dmarc.com"], zone.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    public void The_walk_of_an_identifier_decides_where_it_has_its_own_organizational_domain()
    {
        var zone = new DmarcCase(Reject, "dept.example.com: v=DMARC1; p=none; psd=n");
        Assert.Equal(DmarcReason.AuthenticatedForOtherDomain, zone.Judge(DmarcCase.Author, "mail.dept.example.com").Reason);
        Assert.Equal(["_dmarc.example.com", "_dmarc.com", "_dmarc.mail.dept.example.com", "_dmarc.dept.example.com"], zone.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void The_record_of_the_organizational_domain_goes_before_a_nearer_one()
    {
        DmarcVerdict verdict = new DmarcCase("b.example.com: v=DMARC1; p=none", "example.com: v=DMARC1; p=reject; sp=quarantine").Judge("joe@a.b.example.com");
        Assert.Equal(("example.com", DmarcPolicySource.Organizational, DmarcPolicy.Quarantine), (verdict.PolicyDomain!.Value, verdict.PolicySource, verdict.PublishedPolicy));
    }

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void The_record_of_the_author_domain_goes_before_all_and_its_p_applies()
    {
        DmarcVerdict verdict = new DmarcCase("a.example.com: v=DMARC1; p=none; sp=reject; np=reject", Reject).Judge("joe@a.example.com");
        Assert.Equal(("a.example.com", DmarcPolicySource.Author, DmarcPolicy.None), (verdict.PolicyDomain!.Value, verdict.PolicySource, verdict.PublishedPolicy));
        Assert.Equal("example.com", verdict.OrganizationalDomain!.Value);
    }

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void The_record_of_the_public_suffix_domain_applies_although_a_deeper_name_has_one()
    {
        DmarcVerdict verdict = new DmarcCase("bank.example: v=DMARC1; p=reject; psd=y", "b.giant.bank.example: v=DMARC1; p=none").Judge("joe@a.b.giant.bank.example");
        Assert.Equal(("bank.example", DmarcPolicySource.PublicSuffix, "giant.bank.example"), (verdict.PolicyDomain!.Value, verdict.PolicySource, verdict.OrganizationalDomain!.Value));
        Assert.True(verdict.SenderChecks.HasFlag(DmarcSenderChecks.OrganizationalRecordMissing));
    }

    [Fact]
    [Rfc("9989", "4.10")]
    [Rfc("7489", "6.6.3")]
    public void Several_records_at_the_author_domain_are_passed_over_by_the_walk_and_end_discovery_by_the_list()
    {
        string[] records = ["a.example.com: v=DMARC1; p=none", "a.example.com: v=DMARC1; p=none", Reject];
        DmarcVerdict walk = new DmarcCase(records).Judge("joe@a.example.com");
        Assert.Equal((AuthResult.Fail, DmarcPolicySource.Organizational), (walk.Result, walk.PolicySource));
        Assert.True(walk.RecordErrors.HasFlag(DmarcRecordErrors.SeveralRecords));
        DmarcCase list = new(records) { Rules = DmarcRules.Rfc7489 };
        Assert.Equal((AuthResult.None, DmarcReason.SeveralRecords), Outcome(list.Judge("joe@a.example.com")));
        Assert.Equal(["_dmarc.a.example.com"], list.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void Several_records_and_nothing_else_is_none() =>
        Assert.Equal((AuthResult.None, DmarcReason.SeveralRecords), Outcome(new DmarcCase(Reject, Reject).Judge(DmarcCase.Author, "example.com")));

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void Without_a_record_the_result_is_none_and_only_the_same_name_is_aligned()
    {
        var zone = new DmarcCase();
        DmarcVerdict verdict = zone.Judge(DmarcCase.Author, "example.com mail.example.com");
        Assert.Equal((AuthResult.None, DmarcReason.NoRecord), Outcome(verdict));
        Assert.Equal([IdentifierAlignment.Aligned, IdentifierAlignment.NotAligned], verdict.DkimAlignments);
        Assert.Null(verdict.PublishedPolicy);
        Assert.True(verdict.SenderChecks.HasFlag(DmarcSenderChecks.OrganizationalRecordMissing));
        Assert.Equal(["_dmarc.example.com", "_dmarc.com"], zone.Asked);
    }

    [Fact]
    [Rfc("9989", "4.10.1")]
    public void A_record_without_policy_and_rua_ends_discovery()
    {
        DmarcVerdict verdict = new DmarcCase("a.example.com: v=DMARC1; sp=reject", Reject).Judge("joe@a.example.com", "a.example.com");
        Assert.Equal((AuthResult.None, DmarcReason.RecordNotApplicable), Outcome(verdict));
        Assert.Equal(DmarcRecordErrors.MissingPolicy, verdict.RecordErrors);
    }

    [Theory]
    [Rfc("9989", "4.7")]
    [InlineData("p=reject; t=y", DmarcPolicy.Reject, DmarcPolicy.Quarantine)]
    [InlineData("p=quarantine; t=y", DmarcPolicy.Quarantine, DmarcPolicy.None)]
    [InlineData("p=none; t=y", DmarcPolicy.None, DmarcPolicy.None)]
    [InlineData("p=reject; t=n", DmarcPolicy.Reject, DmarcPolicy.Reject)]
    [InlineData("p=reject; pct=0", DmarcPolicy.Reject, DmarcPolicy.Reject)]
    public void Testing_lowers_the_effective_policy_by_one(string tags, DmarcPolicy published, DmarcPolicy effective)
    {
        DmarcVerdict verdict = new DmarcCase($"example.com: v=DMARC1; {tags}").Judge(DmarcCase.Author);
        Assert.Equal((AuthResult.Fail, (DmarcPolicy?)published, (DmarcPolicy?)effective), (verdict.Result, verdict.PublishedPolicy, verdict.EffectivePolicy));
        Assert.Equal((DmarcPolicy?)published, new DmarcCase($"example.com: v=DMARC1; {tags}") { Rules = DmarcRules.Rfc7489 }.Judge(DmarcCase.Author).EffectivePolicy);
    }

    [Theory]
    [Rfc("9989", "3.2.13", "4.10.1", "A.4")]
    [InlineData("p=none; sp=quarantine; np=reject", DmarcPolicy.Quarantine, DmarcPolicy.Reject)]
    [InlineData("p=none; np=reject", DmarcPolicy.None, DmarcPolicy.Reject)]
    [InlineData("p=reject; np=none", DmarcPolicy.Reject, DmarcPolicy.None)]
    public void Np_is_for_author_domains_that_do_not_exist(string tags, DmarcPolicy existing, DmarcPolicy nonexistent)
    {
        DmarcCase Zone() => new($"example.com: v=DMARC1; {tags}");
        DmarcCase zone = Zone();
        DmarcVerdict ghost = zone.Judge("joe@a.example.com");
        Assert.Equal(((DmarcPolicy?)nonexistent, (bool?)false), (ghost.PublishedPolicy, ghost.AuthorDomainExists));
        Assert.Equal(["_dmarc.a.example.com", "_dmarc.example.com", "_dmarc.com", "a.example.com"], zone.Asked);
        DmarcVerdict real = Zone().With("a.example.com", DnsAnswer.NoData).Judge("joe@a.example.com");
        Assert.Equal(((DmarcPolicy?)existing, (bool?)true), (real.PublishedPolicy, real.AuthorDomainExists));
        Assert.Equal((DmarcPolicy?)existing, new DmarcCase($"example.com: v=DMARC1; {tags}") { Rules = DmarcRules.Rfc7489 }.Judge("joe@a.example.com").PublishedPolicy);
    }

    [Fact]
    [Rfc("9989", "3.2.13", "4.10.1", "A.4")]
    public void An_answer_below_the_author_domain_proves_that_it_exists()
    {
        DmarcCase zone = new DmarcCase("example.com: v=DMARC1; p=none; np=reject").With("_dmarc.a.example.com", DnsAnswer.NoData);
        DmarcVerdict verdict = zone.Judge("joe@a.example.com");
        Assert.Equal(((DmarcPolicy?)DmarcPolicy.None, (bool?)true), (verdict.PublishedPolicy, verdict.AuthorDomainExists));
        Assert.DoesNotContain("a.example.com", zone.Asked);
    }

    [Theory]
    [Rfc("9989", "3.2.13", "4.10.1", "A.4")]
    [InlineData("p=none; sp=reject; np=reject", "")]
    [InlineData("p=none; sp=reject", "")]
    [InlineData("p=none; np=reject", "example.com")]
    public void Existence_is_asked_only_where_it_matters(string tags, string dkim)
    {
        var zone = new DmarcCase($"example.com: v=DMARC1; {tags}");
        zone.Judge("joe@a.example.com", dkim);
        Assert.DoesNotContain("a.example.com", zone.Asked);
    }

    [Theory]
    [Rfc("9989", "5.3.6")]
    [Rfc("7489", "6.6.2")]
    [InlineData(DnsStatus.Timeout, AuthResult.TempError, DmarcReason.DnsTimeout)]
    [InlineData(DnsStatus.ServFail, AuthResult.TempError, DmarcReason.DnsServFail)]
    [InlineData(DnsStatus.NotRecorded, AuthResult.None, DmarcReason.NotRecorded)]
    [InlineData(DnsStatus.NotAsked, AuthResult.None, DmarcReason.NotAsked)]
    public void A_required_query_without_an_answer_is_never_a_fail(DnsStatus status, AuthResult result, DmarcReason reason)
    {
        var answer = new DnsAnswer(status, [], []);
        DmarcVerdict[] verdicts =
        [
            new DmarcCase(Reject).With("_dmarc.a.example.com", answer).Judge("joe@a.example.com", "vendor.example"),
            new DmarcCase().With("_dmarc.example.com", answer).Judge("joe@a.example.com", "a.example.com"),
            new DmarcCase(Reject).With("_dmarc.mail.example.com", answer).Judge(DmarcCase.Author, "mail.example.com"),
            new DmarcCase(Reject).With("_dmarc.com", answer).Judge(DmarcCase.Author, "mail.example.com"),
            new DmarcCase("example.com: v=DMARC1; p=none; np=reject").With("a.example.com", answer).Judge("joe@a.example.com"),
            new DmarcCase { Rules = DmarcRules.Rfc7489 }.With("_dmarc.a.example.com", answer).Judge("joe@a.example.com"),
            new DmarcCase { Rules = DmarcRules.Rfc7489 }.With("_dmarc.example.com", answer).Judge("joe@a.example.com", "a.example.com"),
        ];
        Assert.All(verdicts, v => Assert.Equal((result, reason, (DnsStatus?)status), (v.Result, v.Reason, v.Unanswered)));
    }

    [Theory]
    [Rfc("9989", "5.3.6")]
    [Rfc("7489", "6.6.2")]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.NotRecorded)]
    public void A_query_that_is_not_required_changes_nothing(DnsStatus status)
    {
        var answer = new DnsAnswer(status, [], []);
        Assert.Equal(DmarcReason.AlignedByDkim, new DmarcCase(Reject).With("_dmarc.com", answer).Judge(DmarcCase.Author, "example.com").Reason);
        Assert.Equal(DmarcReason.AlignedBySpf, new DmarcCase(Reject).With("_dmarc.mail.example.com", answer).Judge(DmarcCase.Author, "mail.example.com", "example.com").Reason);
        Assert.Equal(DmarcReason.NothingAuthenticated, new DmarcCase(Reject).With("_dmarc.mail.example.com", answer).Judge(DmarcCase.Author, "mail.example.com=fail").Reason);
        Assert.Equal(DmarcReason.AuthenticatedForOtherDomain, new DmarcCase(Reject).With("_dmarc.com", answer).Judge(DmarcCase.Author, "vendor.example").Reason);
        Assert.Equal(DmarcReason.AuthenticatedForOtherDomain, new DmarcCase("example.com: v=DMARC1; p=none; adkim=s").With("_dmarc.com", answer).Judge(DmarcCase.Author, "mail.example.com").Reason);
    }

    [Theory]
    [Rfc("9989", "5.3.6")]
    [Rfc("7489", "6.6.2")]
    [InlineData("example.com=temperror", "", AuthResult.TempError, DmarcReason.DkimTempError)]
    [InlineData("mail.example.com=Timeout", "", AuthResult.TempError, DmarcReason.DkimTempError)]
    [InlineData("", "example.com=temperror", AuthResult.TempError, DmarcReason.SpfTempError)]
    [InlineData("example.com=NotRecorded", "example.com=temperror", AuthResult.TempError, DmarcReason.SpfTempError)]
    [InlineData("example.com=NotRecorded", "vendor.example", AuthResult.None, DmarcReason.NotRecorded)]
    [InlineData("", "example.com=NotAsked", AuthResult.None, DmarcReason.NotAsked)]
    [InlineData("vendor.com=temperror", "vendor.com=NotRecorded", AuthResult.Fail, DmarcReason.NothingAuthenticated)]
    [InlineData("example.com=temperror", "example.com", AuthResult.Pass, DmarcReason.AlignedBySpf)]
    [InlineData("example.com=neutral", "", AuthResult.Fail, DmarcReason.NothingAuthenticated)]
    public void An_identifier_without_a_result_matters_where_it_would_align(string dkim, string spf, AuthResult result, DmarcReason reason) =>
        Assert.Equal((result, reason), Outcome(new DmarcCase(Reject).Judge(DmarcCase.Author, dkim, spf)));

    [Theory]
    [Rfc("9989", "4.2", "4.4")]
    [InlineData("Joe", DmarcReason.NoAuthorDomain)]
    [InlineData("joe@[192.0.2.1]", DmarcReason.InvalidAuthorDomain)]
    [InlineData("a@1.example, a@2.example, a@3.example, a@4.example, a@5.example, a@6.example, a@7.example, a@8.example, a@9.example", DmarcReason.TooManyAuthorDomains)]
    public void Without_an_author_domain_evaluation_ends_unasked(string from, DmarcReason expected)
    {
        var zone = new DmarcCase(Reject);
        Assert.Equal((AuthResult.PermError, expected), Outcome(zone.Judge(from, "example.com")));
        Assert.Empty(zone.Asked);
    }

    [Theory]
    [Rfc("9989", "4.2", "4.4")]
    [InlineData(AuthorDomainStatus.NoFromField, DmarcReason.NoFromField)]
    [InlineData(AuthorDomainStatus.SeveralFromFields, DmarcReason.SeveralFromFields)]
    public void No_From_field_and_several_are_reasons_of_their_own(AuthorDomainStatus status, DmarcReason expected)
    {
        var input = new DmarcInput(new AuthorDomain(status), [], null);
        Assert.Equal((AuthResult.PermError, expected), Outcome(DmarcEvaluator.Evaluate(input, DmarcRules.Rfc9989, PublicSuffixRules.BuiltIn, NoDnsView.Instance, new DnsQuestionSet())!));
    }

    [Theory]
    [Rfc("9989", "11.5")]
    [InlineData("one.example", AuthResult.Fail, "two.example")]
    [InlineData("one.example two.example", AuthResult.Pass, "one.example")]
    [InlineData("", AuthResult.Fail, "two.example")]
    [InlineData("two.example", AuthResult.Fail, "one.example")]
    public void Of_several_author_domains_the_strictest_policy_that_fails_decides(string dkim, AuthResult result, string decisive)
    {
        DmarcVerdict verdict = new DmarcCase("one.example: v=DMARC1; p=quarantine", "two.example: v=DMARC1; p=reject").Judge("joe@one.example, ann@two.example", dkim);
        Assert.Equal((result, decisive, 2), (verdict.Result, verdict.Author!.Value, verdict.PerAuthor.Count));
    }

    [Fact]
    [Rfc("9989", "11.5")]
    public void Several_author_domains_do_not_pass_on_the_strength_of_one() =>
        Assert.Equal(AuthResult.None, new DmarcCase("one.example: v=DMARC1; p=reject").Judge("joe@one.example, ann@two.example", "one.example").Result);

    [Fact]
    [Rfc("9989", "11.5")]
    public void An_author_domain_without_an_answer_leaves_several_open_unless_one_is_to_be_rejected()
    {
        DmarcCase Zone(string policy) => new DmarcCase($"one.example: v=DMARC1; p={policy}").With("_dmarc.two.example", DnsAnswer.Timeout);
        Assert.Equal(AuthResult.TempError, Zone("quarantine").Judge("joe@one.example, ann@two.example").Result);
        Assert.Equal(AuthResult.Fail, Zone("reject").Judge("joe@one.example, ann@two.example").Result);
    }

    [Fact]
    [Rfc("9989", "7.4", "8")]
    public void Reports_what_is_asked_of_senders()
    {
        Assert.Equal(DmarcSenderChecks.AlignedByBoth, new DmarcCase(Reject).Judge(DmarcCase.Author, "example.com", "example.com").SenderChecks);
        Assert.Equal(DmarcSenderChecks.RejectOnSpfAlone, new DmarcCase(Reject).Judge(DmarcCase.Author, "vendor.com", "example.com").SenderChecks);
        Assert.Equal(DmarcSenderChecks.NoAggregateReports, new DmarcCase("example.com: v=DMARC1; p=none").Judge(DmarcCase.Author, "", "example.com").SenderChecks);
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    [Rfc("7489", "3.2")]
    public void The_rules_differ_where_only_a_subdomain_has_a_record()
    {
        string record = "a.example.com: v=DMARC1; p=reject";
        DmarcVerdict walk = new DmarcCase(record).Judge("joe@a.example.com", "example.com");
        DmarcVerdict list = new DmarcCase(record) { Rules = DmarcRules.Rfc7489 }.Judge("joe@a.example.com", "example.com");
        Assert.Equal((AuthResult.Fail, "a.example.com", DmarcDiscoveryMethod.TreeWalk), (walk.Result, walk.OrganizationalDomain!.Value, walk.DiscoveryMethod));
        Assert.Equal((AuthResult.Pass, "example.com", DmarcDiscoveryMethod.Psl), (list.Result, list.OrganizationalDomain!.Value, list.DiscoveryMethod));
    }

    [Fact]
    [Rfc("9989", "4.10.2")]
    [Rfc("7489", "3.2")]
    public void Private_suffixes_part_organizations_by_the_list_only()
    {
        const string Record = "one.github.io: v=DMARC1; p=reject";
        Assert.Equal(AuthResult.Fail, new DmarcCase(Record) { Rules = DmarcRules.Rfc7489 }.Judge("joe@one.github.io", "two.github.io").Result);
        Assert.Equal(AuthResult.Pass, new DmarcCase(Record, "github.io: v=DMARC1; p=none").Judge("joe@one.github.io", "two.github.io").Result);
    }

    [Theory]
    [InlineData(DmarcRules.Rfc9989)]
    [InlineData(DmarcRules.Rfc7489)]
    public void Asks_in_rounds_until_nothing_is_missing(DmarcRules rules)
    {
        DmarcInput input = DmarcCase.Input("joe@a.example.com", "b.example.com vendor.com", "c.example.com=fail");
        var zone = new DmarcCase("example.com: v=DMARC1; p=none; np=reject").Zone;
        var known = new FrozenAnswers();
        var missing = new DnsQuestionSet();
        DmarcVerdict? verdict = null;
        int rounds = 0;
        for (; verdict is null; rounds++)
        {
            Assert.InRange(rounds, 0, 4);
            missing.Clear();
            verdict = DmarcEvaluator.Evaluate(input, rules, PublicSuffixRules.BuiltIn, known, missing);
            Assert.Equal(verdict is null, missing.Count > 0);
            foreach (DnsQuestion question in missing)
                known.Add(question, zone.Find(question)!, DateTimeOffset.UnixEpoch);
        }
        Assert.Equal(DmarcEvaluator.Evaluate(input, rules, PublicSuffixRules.BuiltIn, zone, missing)!.Reason, verdict.Reason);
    }

    [Fact]
    public void What_is_kept_of_earlier_messages_changes_no_verdict_and_saves_the_questions()
    {
        var zone = new DmarcCase(Reject, "b.example.com: v=DMARC1; p=none");
        var domains = new DmarcDomains(DmarcRules.Rfc9989, PublicSuffixRules.BuiltIn);
        DmarcInput input = DmarcCase.Input("joe@a.example.com", "b.example.com");
        DmarcVerdict first = DmarcEvaluator.Evaluate(input, domains, zone.Zone, new DnsQuestionSet())!;
        zone.Zone.Asked.Clear();
        DmarcVerdict second = DmarcEvaluator.Evaluate(input, domains, zone.Zone, new DnsQuestionSet())!;
        Assert.Empty(zone.Asked);
        Assert.Equal((first.Reason, first.PolicyDomain, first.OrganizationalDomain), (second.Reason, second.PolicyDomain, second.OrganizationalDomain));
    }

    [Fact]
    public void A_temporary_error_is_not_kept()
    {
        DmarcCase zone = new DmarcCase().With("_dmarc.example.com", DnsAnswer.Timeout);
        var domains = new DmarcDomains(DmarcRules.Rfc9989, PublicSuffixRules.BuiltIn);
        DmarcInput input = DmarcCase.Input(DmarcCase.Author, "example.com");
        Assert.Equal(AuthResult.TempError, DmarcEvaluator.Evaluate(input, domains, zone.Zone, new DnsQuestionSet())!.Result);
        zone.Zone.AddTxt("_dmarc.example.com", "v=DMARC1; p=none");
        Assert.Equal(AuthResult.Pass, DmarcEvaluator.Evaluate(input, domains, zone.Zone, new DnsQuestionSet())!.Result);
    }

    [Fact]
    public void Random_zones_and_messages_end_in_a_verdict()
    {
        string[] domains = ["com", "example.com", "a.example.com", "b.a.example.com", "x.com", "a.b.c.d.e.f.g.h.example.com"];
        string[] records = ["v=DMARC1; p=reject", "v=DMARC1; p=none; psd=y", "v=DMARC1; p=quarantine; psd=n; np=reject", "v=DMARC1; sp=x", "v=DMARC1; adkim=s; p=none; t=y", "junk"];
        string[] results = ["pass", "fail", "temperror", "Timeout", "NotRecorded"];
        DnsStatus[] statuses = Enum.GetValues<DnsStatus>();
        Gen<int> index = Gen.Int[0, 1 << 20];
        Gen.Select(index.Array[0, 5], index.Array[0, 3], index.Array[1, 3], index.Array[1, 3]).Sample((held, broken, identifiers, authors) =>
        {
            T Pick<T>(T[] from, int i) => from[i % from.Length];
            foreach (DmarcRules rules in Enum.GetValues<DmarcRules>())
            {
                var zone = new DmarcCase([.. held.Select(i => $"{Pick(domains, i)}: {Pick(records, i / 7)}")]) { Rules = rules };
                foreach (int i in broken)
                    zone.With($"_dmarc.{Pick(domains, i)}", new DnsAnswer(statuses[1 + (i / 7 % (statuses.Length - 1))], [], []));
                DmarcVerdict verdict = zone.Judge(
                    string.Join(',', authors.Select(i => $"joe@{Pick(domains, i)}")),
                    string.Join(' ', identifiers.Select(i => $"{Pick(domains, i)}={Pick(results, i / 7)}")));
                Assert.True(Enum.IsDefined(verdict.Reason));
                Assert.Equal(verdict.Result == AuthResult.Pass, verdict.DkimAligned && verdict.Reason is DmarcReason.AlignedByDkim);
                Assert.True(verdict.Result is not (AuthResult.Fail or AuthResult.Pass) || (verdict.PublishedPolicy is not null && verdict.Unanswered is null));
            }
        }, iter: 5_000);
    }
}
