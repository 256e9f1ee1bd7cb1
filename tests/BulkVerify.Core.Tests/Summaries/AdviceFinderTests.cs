using BulkVerify.Dns;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class AdviceFinderTests
{
    [Fact]
    public void A_vendor_that_signs_as_itself_is_told_to_sign_as_the_author()
    {
        Advice first = Advise(StreamSample.Vendor("mailchimp", r => StreamSample.Sign(r, "mailchimpapp.net", "k1", aligned: false)))[0];
        Assert.Contains("switch on domain authentication", first.Text, StringComparison.Ordinal);
        Assert.EndsWith("._domainkey.example.com", first.Records.First().Name, StringComparison.Ordinal);
        Assert.Equal((1, false), (first.Gain, first.IsProven));
    }

    [Fact]
    public void Records_pair_the_selector_with_its_own_target() =>
        Assert.Equal(
            ["k2._domainkey.example.com CNAME dkim2.mcsv.net", "k3._domainkey.example.com CNAME dkim3.mcsv.net"],
            Advise(StreamSample.Vendor("mailchimp", _ => { }))[0].Records.Select(r => $"{r.Name} {r.Type} {r.Value}"));

    [Theory]
    [InlineData("fastmail", "fm1._domainkey.example.com CNAME fm1.example.com.dkim.fmhosted.com", 3)]
    [InlineData("aweber", "aweber_key_a._domainkey.example.com CNAME aweber_key_a.send.aweber.com", 3)]
    [InlineData("ionos", "s1-ionos._domainkey.example.com CNAME s1.dkim.ionos.com", 3)]
    [InlineData("activecampaign", "acdkim1._domainkey.example.com CNAME dkim.acdkim1.acems1.com", 2)]
    [InlineData("sendgrid", "s1._domainkey.example.com CNAME s1.domainkey.u<acct>.wl<n>.sendgrid.net", 2)]
    [InlineData("microsoft-365", "selector1._domainkey.example.com CNAME selector1-example-com._domainkey.<tenant>.onmicrosoft.com", 2)]
    [InlineData("kit", "cka._domainkey.example.com CNAME dkim.dm-<token>.sg<n>.convertkit.com", 2)]
    [InlineData("shopify", "<x>2._domainkey.example.com CNAME dkim2.<token>.p<n>.email.myshopify.com", 1)]
    public void Every_record_that_names_tell_is_told_and_none_of_another_selector(string vendor, string first, int count)
    {
        IReadOnlyList<AdviceRecord> records = Advise(StreamSample.Vendor(vendor, _ => { }))[0].Records;
        Assert.Equal((first, count), ($"{records[0].Name} {records[0].Type} {records[0].Value}", records.Count));
        Assert.DoesNotContain(records, r => r.Value.Contains(',', StringComparison.Ordinal));
    }

    [Fact]
    public void The_authors_own_name_is_filled_in_where_the_vendor_wants_it() =>
        Assert.StartsWith("example-com.hs", Advise(StreamSample.Vendor("hubspot", _ => { }))[0].Records[0].Value, StringComparison.Ordinal);

    [Fact]
    public void A_vendor_without_a_custom_bounce_domain_is_not_told_to_set_one()
    {
        MessageRow row = StreamSample.Vendor("mailchimp", r => { StreamSample.Sign(r, "example.com", "k2"); StreamSample.Spf(r, "pass", "mcsv.net"); });
        Assert.Empty(Advise(row));
    }

    [Fact]
    public void A_vendor_with_a_custom_bounce_domain_is_told_what_to_publish()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "pass", "sendgrid.net"); });
        Advice only = Assert.Single(Advise(row));
        Assert.Equal(new AdviceRecord("em<n>.example.com", "CNAME", "u<acct>.wl<n>.sendgrid.net", IsExact: false), Assert.Single(only.Records));
        Assert.Equal(0, only.Gain);
    }

    [Fact]
    public void A_bounce_domain_with_an_MX_needs_the_SPF_record_beside_it()
    {
        MessageRow row = StreamSample.Vendor("amazon-ses", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "pass", "amazonses.com"); });
        Assert.Equal(
            ["<name>.example.com MX 10 feedback-smtp.<region>.amazonses.com", "<name>.example.com TXT v=spf1 include:amazonses.com ~all"],
            Assert.Single(Advise(row)).Records.Select(r => $"{r.Name} {r.Type} {r.Value}"));
    }

    [Fact]
    public void An_SPF_record_that_does_not_name_the_vendor_is_told_the_vendors_include()
    {
        MessageRow row = StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "softfail", "example.com"); });
        Advice only = Assert.Single(Advise(row));
        Assert.Equal("v=spf1 ... include:_spf.salesforce.com ...", Assert.Single(only.Records).Value);
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", "v=spf1 ip4:192.0.2.7 include:_spf.salesforce.com -all", "1 of 10 look-ups")]
    [InlineData("v=spf1 include:a.example redirect=b.example", "v=spf1 include:a.example include:_spf.salesforce.com redirect=b.example", "3 of 10 look-ups")]
    public void The_record_to_publish_is_the_current_one_with_the_include_and_its_look_ups_are_counted(string current, string expected, string words)
    {
        Advice only = Assert.Single(AdviseOver(current));
        Assert.Equal(new AdviceRecord("example.com", "TXT", expected, IsExact: true), Assert.Single(only.Records));
        Assert.Contains(words, only.Text, StringComparison.Ordinal);
        Assert.Equal($"example.com.\tIN\tTXT\t\"{expected}\"\n", only.Zone);
        Assert.True(only.IsDnsChange);
    }

    [Theory]
    [InlineData("v=spf1 a mx ptr exists:x.example include:a.example include:a.example include:a.example include:a.example include:a.example include:a.example -all", "11 look-ups where SPF allows 10")]
    [InlineData("v=spf1 include:_spf.salesforce.com -all", "has include:_spf.salesforce.com already")]
    public void No_record_is_named_where_none_helps(string current, string words)
    {
        Advice only = Assert.Single(AdviseOver(current));
        Assert.Contains(words, only.Text, StringComparison.Ordinal);
        Assert.Empty(only.Records);
        Assert.False(only.IsDnsChange);
    }

    [Fact]
    public void A_vendors_own_record_is_not_the_authors_to_change()
    {
        MessageRow row = StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "softfail", "bounce.vendor.example"); });
        Assert.DoesNotContain(Advise(row), a => a.Records.Any(r => r.Value.StartsWith("v=spf1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_domain_without_a_policy_is_told_the_record_once_for_all_its_streams()
    {
        MessageRow one = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "news.example.com", "s1"));
        MessageRow two = StreamSample.Row("example.com", nameof(SenderKind.Own), "www.example.com");
        foreach (MessageRow row in new[] { one, two })
            (row.DmarcResult, row.DmarcReason) = ("none", "NoRecord");
        Advice policy = Assert.Single(Summary.From(StreamSample.Count(one, two), []).Advice, a => a.Sender.Length == 0);
        Assert.Equal(("example.com", 1L, true), (policy.AuthorDomain, policy.Gain, policy.IsDnsChange));
        Assert.Equal("_dmarc.example.com.\tIN\tTXT\t\"v=DMARC1; p=none\"\n", policy.Zone);
    }

    [Theory]
    [InlineData("SeveralRecords", "_dmarc.example.com. IN TXT \"v=DMARC1; p=none\"\n_dmarc.example.com. IN TXT \"v=DMARC1; p=reject\"", "example.com", "several DMARC records are published, and several count as none (RFC 9989 4.10): keep one of them.")]
    [InlineData("SeveralRecords", "_dmarc.news.example.com. IN TXT \"v=DMARC1; p=none\"\n_dmarc.news.example.com. IN TXT \"v=DMARC1; p=reject\"", "news.example.com", "several DMARC records are published, and several count as none (RFC 9989 4.10): keep one of them.")]
    [InlineData("RecordNotApplicable", "_dmarc.news.example.com. IN TXT \"v=DMARC1; p=rejekt\"", "news.example.com", "the DMARC record has no valid p= and no valid rua=, so it counts for nothing (RFC 9989 4.10.1): give it a valid p=, such as p=none, and leave its other tags.")]
    public void A_policy_that_counts_for_nothing_is_mended_and_no_further_one_published(string reason, string zone, string domain, string text)
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1"));
        (row.AuthorDomain, row.DmarcResult, row.DmarcReason) = ("news.example.com", "none", reason);
        IReadOnlyList<Advice> advice = Summary.From(StreamSample.Count(row), [], SummaryContext.Default with { Dns = ZoneView.Parse($"{zone}\n") }).Advice;
        Advice mend = Assert.Single(advice, a => a.Kind == AdviceKind.MendPolicy);
        Assert.Equal((domain, text, 1L, 0), (mend.AuthorDomain, mend.Text, mend.Gain, mend.Records.Count));
        Assert.Equal("1 more message passes, 100 % of the mail without a policy (projected)", Advice.GainWords(mend));
        Assert.Equal($"dig +short TXT _dmarc.{domain}", mend.Checks[0]);
        Assert.DoesNotContain(advice, a => a.Kind == AdviceKind.PublishPolicy);
    }

    [Fact]
    public void A_proof_takes_the_place_of_the_projection_and_what_changes_nothing_is_no_advice()
    {
        MessageRow row = StreamSample.Vendor("salesforce", r => StreamSample.Spf(r, "softfail", "example.com"));
        string zone = AdviseOver("v=spf1 -all")[0].Zone;
        Advice proven = Assert.Single(WithProof(5, 7), a => a.IsDnsChange);
        Assert.Equal((5L, true), (proven.Gain, proven.IsProven));
        Assert.Equal("5 more messages pass, 100 % of what fails (proven)", Advice.GainWords(proven));
        Assert.Equal("at least 5 more messages pass, 100 % of what fails (proven; 1 needs answers that the run does not have)", Advice.GainWords(Assert.Single(WithProof(5, 7, 1), a => a.IsDnsChange)));
        Assert.EndsWith("by both mechanisms (proven; 1,200 need answers that the run does not have)", Advice.GainWords(Assert.Single(WithProof(0, 7, 1200), a => a.IsDnsChange)), StringComparison.Ordinal);
        Assert.DoesNotContain(WithProof(0, 0), a => a.IsDnsChange);
        Assert.DoesNotContain(WithProof(-1, 3), a => a.IsDnsChange);

        IReadOnlyList<Advice> WithProof(long gain, long improved, long undecided = 0) =>
            Summary.From(StreamSample.Count(row), [], Over("v=spf1 -all") with { Proofs = new Dictionary<string, ChangeProof> { [zone] = new(gain, improved, undecided) } }).Advice;
    }

    [Fact]
    public void Mailbox_providers_and_list_authors_are_not_advised_unless_they_are_named()
    {
        MessageRow freemail = StreamSample.Vendor("sendgrid", r => r.AuthorDomain = "gmail.com");
        MessageRow[] authors = [.. new[] { "alder.example", "birch.example", "cedar.example" }.Select(a => StreamSample.Vendor("sendgrid", r => (r.AuthorDomain, r.ListId) = (a, "dev.lists.example")))];
        MessageRow newsletter = StreamSample.Vendor("mailchimp", r => r.ListId = "news.example.com");
        MessageRow[] rows = [freemail, newsletter, .. authors];
        Assert.All(Summary.From(StreamSample.Count(rows), []).Advice, a => Assert.Equal("example.com", a.AuthorDomain));
        SummaryContext named = SummaryContext.Default with { Organizations = [DomainName.Parse("cedar.example")] };
        Assert.Contains(Summary.From(StreamSample.Count(rows), [], named).Advice, a => a.AuthorDomain == "cedar.example");
    }

    [Fact]
    public void Own_servers_without_an_SPF_record_are_told_the_whole_record()
    {
        MessageRow row = StreamSample.Row("example.com", nameof(SenderKind.Own));
        StreamSample.Spf(row, "none", "example.com", "NoRecord");
        Assert.Contains(Advise(row).SelectMany(a => a.Records), r => r == new AdviceRecord("example.com", "TXT", "v=spf1 ip4:192.0.2.1 ~all", IsExact: true));
    }

    [Theory]
    [InlineData("KeyNotFound", AdviceKind.PublishKey, "not in the DNS")]
    [InlineData("KeyTooWeak", AdviceKind.ReplaceKey, "shorter than 1024 bits")]
    [InlineData("RsaSha1", AdviceKind.ChangeAlgorithm, "rsa-sha256")]
    [InlineData("BodyHashMismatch", AdviceKind.SignLast, "sign after it")]
    [InlineData("BodyShorterThanLength", AdviceKind.SignLast, "sign after it")]
    [InlineData("SignatureMismatch", AdviceKind.SignLast, "another key than the one published")]
    [InlineData("KeyTypeMismatch", AdviceKind.MendKey, "mend the key record")]
    [InlineData("Expired", AdviceKind.MendSignature, "later x=")]
    [InlineData("NotATagList", AdviceKind.MendSignature, "RFC 6376")]
    public void What_is_wrong_with_the_key_or_signer_decides_the_words(string reason, AdviceKind kind, string words)
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1", result: "permerror", reason: reason));
        Assert.Contains(Advise(row), a => a.Kind == kind && a.Requirement == "R3" && a.Text.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TooManyLookups", AdviceKind.ReduceLookups, "more than the 10 look-ups")]
    [InlineData("TooManyMxHosts", AdviceKind.MendSpf, "write their addresses instead")]
    [InlineData("TooManyVoidLookups", AdviceKind.MendSpf, "names that do not exist")]
    [InlineData("SyntaxError", AdviceKind.MendSpf, "cannot be read")]
    [InlineData("SeveralRecords", AdviceKind.MendSpf, "make one of them")]
    public void A_record_that_counts_for_nobody_is_mended_whoever_sends(string reason, AdviceKind kind, string words)
    {
        // Of jobvite no include is known.
        Advice advice = Assert.Single(Advise(StreamSample.Vendor("jobvite", r =>
        {
            StreamSample.Sign(r, "example.com", "s1");
            StreamSample.Spf(r, "permerror", "example.com", reason);
        })));
        Assert.Equal((kind, "R1", "DNS owner"), (advice.Kind, advice.Requirement, advice.Who));
        Assert.Contains(words, advice.Text, StringComparison.Ordinal);
        Assert.Empty(advice.Records);
        Assert.Equal(["dig +short TXT example.com", "run verify again (R1 is met)"], advice.Checks);
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", "v=spf1 include:a.example ~all", "v=spf1 ip4:192.0.2.7 include:a.example ~all", "in the place of all (1 of 10 look-ups then)")]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", "v=spf1 redirect=a.example", null, "make one of them.")]
    [InlineData("v=spf1 a mx ptr exists:x.example include:a.example include:b.example -all", "v=spf1 a:1.example a:2.example a:3.example a:4.example a:5.example -all", null, "together they need 11 look-ups where SPF allows 10")]
    public void Several_records_are_joined_once_for_all_senders_that_they_fail(string one, string other, string? joined, string words)
    {
        MessageRow[] rows = [.. new[] { "salesforce", "jobvite", "sendgrid" }.Select(v => StreamSample.Vendor(v, r =>
        {
            StreamSample.Sign(r, "example.com", "s1", result: "fail", reason: "SignatureMismatch");
            StreamSample.Spf(r, "permerror", "example.com", "SeveralRecords");
        }))];
        Advice advice = Assert.Single(Summary.From(StreamSample.Count(rows), [], Over($"{one}\"\nexample.com. IN TXT \"{other}")).Advice, a => a.Kind == AdviceKind.MendSpf);
        Assert.Equal(("", "", 3), (advice.Sender, advice.Where, advice.Gain));
        Assert.Equal([("jobvite", 1), ("salesforce", 1), ("sendgrid", 1)], advice.Parts.Select(p => (p.Sender, p.Gain)));
        Assert.Contains(words, advice.Text, StringComparison.Ordinal);
        Assert.Equal(joined, advice.Records.SingleOrDefault()?.Value);
        Assert.Equal(joined is not null, advice.IsDnsChange);
    }

    [Fact]
    public void A_vendor_that_only_sends_from_its_own_domain_is_not_asked_to_relay() =>
        Assert.Equal("Xero cannot sign as its customers: let it send from its own domain with you in Reply-To.",
            Assert.Single(Advise(StreamSample.Vendor("xero", r => StreamSample.Sign(r, "xero.com", "k1", aligned: false)))).Text);

    [Fact]
    public void What_a_vendor_switches_on_says_who_does_it_how_to_check_it_and_where_the_open_value_is_shown()
    {
        Advice first = Advise(StreamSample.Vendor("hubspot", _ => { }))[0];
        Assert.Equal("HubSpot admin, then DNS owner", first.Who);
        Assert.Equal(["dig +short CNAME hs1._domainkey.example.com", "verify newly sent mail (R3 is met)"], first.Checks);
        Assert.Equal("<n>: in the settings at hubspot.com", first.Placeholders);
    }

    [Fact]
    public void A_bounce_domain_whose_name_the_vendor_chooses_is_checked_by_mail()
    {
        Advice only = Assert.Single(Advise(StreamSample.Vendor("sendgrid", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "pass", "sendgrid.net"); })));
        Assert.Equal(["verify newly sent mail (R2 is met)"], only.Checks);
        Assert.StartsWith("<n>, <acct>: in ", only.Placeholders, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_published_alone_is_the_DNS_owners_and_stored_mail_shows_it()
    {
        Advice only = Assert.Single(AdviseOver("v=spf1 ip4:192.0.2.7 -all"));
        Assert.Equal(("DNS owner", ""), (only.Who, only.Placeholders));
        Assert.Equal(["dig +short TXT example.com", "run verify again (R1 is met)"], only.Checks);
        MessageRow unseen = StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "softfail", "example.com"); });
        Assert.Equal("...: the terms that the record has now", Assert.Single(Advise(unseen)).Placeholders);
    }

    [Theory]
    [InlineData("s1;reboot")]
    [InlineData("$(id)")]
    [InlineData("-f/etc/passwd")]
    public void No_command_is_made_of_a_name_that_a_shell_would_read_otherwise(string selector)
    {
        IReadOnlyList<Advice> found = Advise(StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", selector, result: "permerror", reason: "KeyNotFound")));
        Assert.NotEmpty(found);
        Assert.DoesNotContain(found.SelectMany(a => a.Checks), c => c.StartsWith("dig", StringComparison.Ordinal) && c.Contains(selector, StringComparison.Ordinal));
    }

    [Fact]
    public void Most_messages_gained_come_first()
    {
        MessageRow few = StreamSample.Vendor("sendgrid", _ => { });
        MessageRow many = StreamSample.Vendor("mailchimp", _ => { });
        Assert.Equal([2, 1], Summary.From(StreamSample.Count(few, many, many), []).Advice.Where(a => a.Gain > 0).Select(a => a.Gain));
    }

    [Theory]
    [InlineData("KeyNotRecorded")]
    [InlineData("KeyNotAsked")]
    [InlineData("DnsTimeout")]
    public void A_key_that_nobody_asked_for_is_no_reason_to_publish_one(string reason) =>
        Assert.Empty(Advise(StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1", result: reason == "DnsTimeout" ? "temperror" : "neutral", reason: reason);
            StreamSample.Spf(r, "none", "example.com", "NotRecorded");
            (r.DmarcResult, r.DmarcReason) = ("none", "NotRecorded");
        })));

    [Theory]
    [InlineData("DnsTimeout", false)]
    [InlineData("DnsServFail", false)]
    [InlineData("DnsTimeout", true)]
    [InlineData("DnsServFail", true)]
    public void A_temporary_error_of_the_DNS_is_no_reason_to_change_anything(string reason, bool hasWeakKey)
    {
        string words = ReasonWords.Of(reason);
        MessageRow row = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1", result: "temperror", reason: reason);
            if (hasWeakKey)
                StreamSample.Sign(r, "example.com", "s2", bits: 512);
            StreamSample.Spf(r, "temperror", "em.example.com", reason);
            (r.DmarcResult, r.DmarcReason) = ("temperror", reason);
        });
        IReadOnlyList<Advice> advice = Advise(row);
        Assert.DoesNotContain(advice, a => a.Text.Contains(words, StringComparison.Ordinal) || a.Text.Contains("s1._domainkey", StringComparison.Ordinal) || a.Records.Any(r => r.Name.StartsWith("s1.", StringComparison.Ordinal)));
        if (!hasWeakKey)
            Assert.Empty(advice);
    }

    [Fact]
    public void Own_mail_that_is_signed_by_another_is_told_to_sign_whatever_the_DNS_said_of_that_one()
    {
        MessageRow row = StreamSample.Row("example.com", nameof(SenderKind.Own));
        StreamSample.Sign(row, "relay.example", "s1", aligned: false, result: "temperror", reason: "DnsTimeout");
        Advice sign = Assert.Single(Advise(row), a => a.Text.Contains("d=example.com", StringComparison.Ordinal));
        Assert.DoesNotContain("timeout", sign.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_SPF_record_that_is_not_recorded_is_no_reason_to_change_it()
    {
        MessageRow unknown = StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "none", "example.com", "NotRecorded"); });
        MessageRow failing = StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "softfail", "news.example.com"); });
        Assert.Equal("news.example.com", Assert.Single(Assert.Single(Summary.From(StreamSample.Count(unknown, unknown, failing), []).Advice).Records).Name);
    }

    [Fact]
    public void A_key_that_the_DNS_said_it_does_not_have_gains_the_messages_that_lack_it()
    {
        MessageRow row = StreamSample.Vendor("mailchimp", r => StreamSample.Sign(r, "example.com", "k2", result: "permerror", reason: "KeyNotFound"));
        Advice first = Summary.From(StreamSample.Count(row, row), []).Advice[0];
        Assert.Equal(2, first.Gain);
        Assert.Equal(new AdviceRecord("k2._domainkey.example.com", "CNAME", "dkim2.mcsv.net", IsExact: true), Assert.Single(first.Records));
    }

    [Fact]
    public void A_key_that_was_retired_is_not_to_be_published_again()
    {
        MessageRow old = StreamSample.Vendor("sendgrid", r => { StreamSample.Sign(r, "example.com", "s1", result: "permerror", reason: "KeyNotFound"); r.ReceivedAt = 1_700_000_000; });
        MessageRow recent = StreamSample.Vendor("sendgrid", r => { StreamSample.Sign(r, "example.com", "s2"); StreamSample.Spf(r, "pass", "em.example.com", aligned: true); r.ReceivedAt = 1_710_000_000; });
        Assert.DoesNotContain(Summary.From(StreamSample.Count(old, recent), []).Advice, a => a.Text.Contains("not in the DNS", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_of_old_mail_are_expected_to_be_gone()
    {
        MessageRow row = StreamSample.Vendor("mailchimp", r => { StreamSample.Sign(r, "example.com", "k2", result: "permerror", reason: "KeyNotFound"); r.ReceivedAt = 1_400_000_000; });
        Assert.Contains(AskedAt(1_410_000_000), a => a.Text.Contains("not in the DNS", StringComparison.Ordinal));
        Assert.DoesNotContain(AskedAt(1_790_000_000), a => a.Text.Contains("not in the DNS", StringComparison.Ordinal));

        IReadOnlyList<Advice> AskedAt(long time) => Summary.From(StreamSample.Count(row), [], SummaryContext.Default with { AskedAt = time }).Advice;
    }

    [Fact]
    public void Each_message_is_gained_once()
    {
        MessageRow unsigned = StreamSample.Vendor("sendgrid", r => StreamSample.Spf(r, "pass", "sendgrid.net"));
        MessageRow altered = StreamSample.Vendor("sendgrid", r => { StreamSample.Sign(r, "example.com", "s1", result: "fail", reason: "BodyHashMismatch"); StreamSample.Spf(r, "pass", "sendgrid.net"); });
        Assert.Equal([2, 1], Summary.From(StreamSample.Count(unsigned, unsigned, altered), []).Advice.Select(a => a.Gain));
    }

    [Fact]
    public void A_spoofed_stream_is_no_reason_to_publish_anything() =>
        Assert.Empty(Advise(StreamSample.Row("sendgrid", nameof(SenderKind.ClaimedVendor))));

    [Theory]
    [InlineData("v=DMARC1; p=reject; aspf=s; rua=mailto:d@example.com", "v=DMARC1; p=reject; rua=mailto:d@example.com")]
    [InlineData("v=DMARC1;p=reject;aspf = S", "v=DMARC1;p=reject")]
    [InlineData("v=DMARC1; p=reject; adkim=s; aspf=s", "v=DMARC1; p=reject; adkim=s")]
    public void A_bounce_domain_of_the_authors_that_strict_alignment_keeps_from_counting_is_told_the_record_without(string policy, string relaxed)
    {
        Advice[] advice = [.. AdviseUnder(policy, "em1.example.com")];
        Advice relax = Assert.Single(advice, a => a.Kind == AdviceKind.RelaxPolicy);
        Assert.Equal(new AdviceRecord("_dmarc.example.com", "TXT", relaxed, IsExact: true), Assert.Single(relax.Records));
        Assert.Contains("MAIL FROM em1.example.com", relax.Text, StringComparison.Ordinal);
        Assert.Equal(("", "example.com", true, 1L), (relax.Sender, relax.AuthorDomain, relax.IsDnsChange, relax.Gain));
        Assert.Equal(0, advice.Where(a => a != relax).Sum(a => a.Gain));
    }

    [Fact]
    public void Nobody_is_told_to_set_a_bounce_domain_that_strict_alignment_would_not_count()
    {
        Assert.Contains(AdviseUnder("v=DMARC1; p=reject", "sendgrid.net"), a => a.Kind == AdviceKind.AlignEnvelope);
        Assert.DoesNotContain(AdviseUnder("v=DMARC1; p=reject; aspf=s", "sendgrid.net"), a => a.Kind is AdviceKind.AlignEnvelope or AdviceKind.RelaxPolicy);
        Assert.DoesNotContain(AdviseUnder("v=DMARC1; p=reject; aspf=s", "em1.example.com"), a => a.Kind == AdviceKind.AlignEnvelope);
    }

    [Fact]
    public void Senders_that_one_SPF_record_does_not_name_are_told_once_with_one_record()
    {
        Advice spf = Assert.Single(AdviseSenders("v=spf1 include:a.example -all", "salesforce", "zendesk", "mailchimp"), a => a.Requirement == "R1");
        Assert.Equal("the SPF record of example.com does not name these servers of Intuit Mailchimp, Salesforce (Sales/Service Cloud) and Zendesk: add them (4 of 10 look-ups then).", spf.Text);
        Assert.Equal(new AdviceRecord("example.com", "TXT", "v=spf1 include:a.example include:servers.mcsv.net include:_spf.salesforce.com include:mail.zendesk.com -all", IsExact: true), Assert.Single(spf.Records));
        Assert.Equal(("", "example.com", 3L), (spf.Sender, spf.AuthorDomain, spf.Gain));
        Assert.Equal(["mailchimp", "salesforce", "zendesk"], spf.Parts.Select(p => p.Sender));
        Assert.All(spf.Parts, p => Assert.Equal(spf.Records[0], p.Records[0]));
        Assert.Equal("the SPF record of example.com does not name these servers of Zendesk and others: add them (4 of 10 look-ups then).", spf.Parts[2].Text);
        Assert.Contains("include:mail.zendesk.com", spf.Zone, StringComparison.Ordinal);
    }

    [Fact]
    public void A_joined_record_is_proven_as_a_whole()
    {
        const string record = "v=spf1 include:a.example -all";
        string zone = Assert.Single(AdviseSenders(record, "salesforce", "zendesk"), a => a.Requirement == "R1").Zone;
        Advice proven = Assert.Single(AdviseSenders(Over(record) with { Proofs = new Dictionary<string, ChangeProof> { [zone] = new(7, 9) } }, "salesforce", "zendesk"), a => a.Requirement == "R1");
        Assert.Equal((7L, true), (proven.Gain, proven.IsProven));
    }

    [Fact]
    public void A_sender_that_a_joined_record_has_no_look_ups_for_is_told_so()
    {
        string full = $"v=spf1 {string.Join(' ', Enumerable.Range(0, 8).Select(i => $"exists:e{i}.example.com"))} -all";
        Advice[] spf = [.. AdviseSenders(full, "salesforce", "zendesk", "mailchimp").Where(a => a.Requirement == "R1")];
        Assert.Equal([AdviceKind.AuthorizeSender, AdviceKind.ReduceLookups], spf.Select(a => a.Kind).Order());
        Advice left = Assert.Single(spf, a => a.Kind == AdviceKind.ReduceLookups);
        Assert.Equal(("zendesk", 0, false), (left.Sender, left.Records.Count, left.IsDnsChange));
        Assert.Contains("has no room left for include:mail.zendesk.com", left.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ip4:192.0.2.8")]
    [InlineData("ip4:192.0.2.8/29")]
    [InlineData("mx")]
    public void Servers_that_a_record_names_are_not_added_again(string named)
    {
        MessageRow[] rows = [.. new[] { "192.0.2.1", "192.0.2.8" }.Select(address =>
        {
            MessageRow row = StreamSample.Row("example.com", nameof(SenderKind.Own));
            StreamSample.Spf(row, "softfail", "example.com");
            row.ClientIp = address;
            return row;
        })];
        Assert.Contains(Summary.From(StreamSample.Count(rows), [], Over($"v=spf1 {named} ~all")).Advice.SelectMany(a => a.Records), r => r.Value == $"v=spf1 {named} ip4:192.0.2.1 ~all");
    }

    [Fact]
    public void A_forwarder_is_nobody_to_authorize()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 6).Select(i =>
        {
            MessageRow row = StreamSample.Row("example.com", nameof(SenderKind.Own));
            StreamSample.Sign(row, "example.com", "s1");
            StreamSample.Spf(row, i < 3 ? "pass" : "softfail", "example.com", aligned: i < 3);
            if (i >= 3)
                (row.ClientIp, row.Relay, row.RelayOrganization, row.RelayedFor) = ("203.0.113.9", "fwd1.alumni.example", "alumni.example", "alumni.example");
            return row;
        })];
        Summary summary = Summary.From(StreamSample.Count(rows), [], Over("v=spf1 ip4:192.0.2.1 ~all"));
        Assert.DoesNotContain(summary.Advice, a => a.Requirement == "R1");
        SummaryRow stream = Assert.Single(summary.Streams);
        Assert.Equal((1.0, 1.0, 1.0), (stream.SpfAlignedShare, stream.DkimAlignedShare, stream.BothAlignedShare));
        Assert.Equal((3L, RequirementState.Met), (stream.Requirements[0].Judged, stream.Requirements[0].State));
        // A relay of the author's own that SPF does not name is a fault of its record.
        foreach (MessageRow row in rows)
            row.RelayOfAuthor = row.Relay.Length > 0;
        Assert.Contains(Summary.From(StreamSample.Count(rows), [], Over("v=spf1 ip4:192.0.2.1 ~all")).Advice, a => a.Requirement == "R1");
    }

    [Theory]
    [InlineData("k2._domainkey.example.com. IN TXT \"v=DKIM1; p=\"", " k2._domainkey.example.com has TXT records now, which have to go: nothing can stand beside a CNAME.")]
    [InlineData("k2._domainkey.example.com. IN CNAME old.example.\nold.example. IN TXT \"v=DKIM1; p=\"", " k2._domainkey.example.com is a CNAME to old.example now, which has to go: nothing can stand beside it.")]
    [InlineData("k2._domainkey.example.com. IN CNAME dkim2.mcsv.net.\ndkim2.mcsv.net. IN TXT \"v=DKIM1; p=\"", " k2._domainkey.example.com leads there already.")]
    [InlineData("other.example. IN TXT \"v=DKIM1; p=\"", "")]
    public void What_stands_in_the_way_of_a_record_is_told(string zone, string words) =>
        Assert.EndsWith($"publish what its settings show.{words}", Summary.From(StreamSample.Count(StreamSample.Vendor("mailchimp", _ => { })), [], SummaryContext.Default with { Dns = ZoneView.Parse($"{zone}\n") }).Advice[0].Text, StringComparison.Ordinal);

    private static IReadOnlyList<Advice> AdviseSenders(string record, params string[] vendors) => AdviseSenders(Over(record), vendors);

    /// <summary>Of senders whose mail fails with an envelope of the author's that SPF does not name.</summary>
    private static IReadOnlyList<Advice> AdviseSenders(SummaryContext context, params string[] vendors) => Summary.From(
        StreamSample.Count([.. vendors.Select(v => StreamSample.Vendor(v, r => { StreamSample.Sign(r, "example.com", "s1", result: "fail", reason: "BodyHashMismatch"); StreamSample.Spf(r, "softfail", "example.com"); }))]), [], context).Advice;

    /// <summary>Of a message that nobody signed and that SPF passes for another name than From.</summary>
    private static IReadOnlyList<Advice> AdviseUnder(string policy, string envelope)
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Spf(r, "pass", envelope));
        (row.DmarcResult, row.DmarcPolicy, row.DmarcPolicyDomain) = ("fail", "reject", "example.com");
        return Summary.From(StreamSample.Count(row), [], SummaryContext.Default with { Dns = ZoneView.Parse($"_dmarc.example.com. IN TXT \"{policy}\"\n") }).Advice;
    }

    private static IReadOnlyList<Advice> Advise(MessageRow row) => Summary.From(StreamSample.Count(row), []).Advice;

    private static IReadOnlyList<Advice> AdviseOver(string record) => Summary.From(
        StreamSample.Count(StreamSample.Vendor("salesforce", r => { StreamSample.Sign(r, "example.com", "s1"); StreamSample.Spf(r, "softfail", "example.com"); })), [], Over(record)).Advice;

    private static SummaryContext Over(string record) => SummaryContext.Default with
    {
        Dns = ZoneView.Parse($"""
            example.com. IN TXT "some other text"
            example.com. IN TXT "{record}"
            example.com. IN MX 10 mx.example.com.
            mx.example.com. IN A 192.0.2.8
            a.example. IN TXT "v=spf1 ip4:192.0.2.8 -all"
            b.example. IN TXT "v=spf1 ip4:192.0.2.9 -all"
            _spf.salesforce.com. IN TXT "v=spf1 ip4:198.51.100.0/24 -all"

            """),
    };
}
