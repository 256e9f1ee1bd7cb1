using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class IntegrationFinderTests
{
    [Fact]
    public void A_vendor_with_a_key_of_the_authors_is_external()
    {
        Integration found = Of(StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1")));
        Assert.Equal((IntegrationMode.External, 1.0), (found.Mode, found.Confidence));
        Assert.Contains("s1._domainkey.example.com", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_all_messages_show_comes_first_however_many_hosts_the_vendor_has()
    {
        var statistics = new RunStatistics();
        for (int i = 0; i < 200; i++)
        {
            MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1"));
            row.SenderEvidence = $"X-SG-EID header; MAIL FROM em{i}.sendgrid.net passes SPF; host name o{i}.sendgrid.net; HELO o{i}.sendgrid.net; unsubscribe host u{i}.sendgrid.net";
            statistics.Add(row);
        }
        StreamFacts facts = Assert.Single(statistics.Streams).Value.Facts;
        Integration found = IntegrationFinder.Of(new StreamKey("sendgrid", "example.com"), facts, SummaryContext.Default);
        Assert.Equal(new IntegrationEvidence("X-SG-EID header", 200), found.Evidence[0]);
        Assert.Equal(Integration.MaxEvidence, found.Evidence.Count);
    }

    [Fact]
    public void A_vendor_with_the_authors_envelope_is_external_even_when_SPF_fails() =>
        Assert.Equal(IntegrationMode.External, Of(StreamSample.Vendor("sendgrid", r => StreamSample.Spf(r, "fail", "bounce.example.com"))).Mode);

    [Fact]
    public void A_vendor_that_a_host_of_the_author_relays_is_internal()
    {
        Integration found = Of(StreamSample.Vendor("sendgrid", r => { r.HandedBy = "o1.sendgrid.net"; r.Relay = "relay.example.com"; }));
        Assert.Equal(IntegrationMode.Internal, found.Mode);
        Assert.Contains("o1.sendgrid.net > relay.example.com", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vendor_that_someone_elses_host_relays_is_not_internal() =>
        Assert.NotEqual(IntegrationMode.Internal, Of(StreamSample.Vendor("sendgrid", r => { r.HandedBy = "o1.sendgrid.net"; r.Relay = "relay.notexample.com"; })).Mode);

    [Fact]
    public void A_vendor_that_is_shown_with_nothing_aligned_is_a_broken_attempt() =>
        Assert.Equal(IntegrationMode.BrokenAttempt, Of(StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "sendgrid.net", "smtpapi", aligned: false))).Mode);

    [Fact]
    public void A_vendor_that_only_a_forgeable_field_names_is_spoof_or_unknown()
    {
        Integration found = Of(StreamSample.Row("sendgrid", nameof(SenderKind.ClaimedVendor)));
        Assert.Equal(IntegrationMode.SpoofOrUnknown, found.Mode);
        Assert.EndsWith("nothing verifies", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_of_the_authors_own_servers_is_direct() =>
        Assert.Equal(IntegrationMode.Direct, Of(StreamSample.Row("example.com", nameof(SenderKind.Own))).Mode);

    [Fact]
    public void Mail_from_a_vendors_domain_is_not_integrated_and_asked_for_nothing()
    {
        MessageRow row = StreamSample.Row("sendgrid", nameof(SenderKind.Vendor), author: "sendgrid.net");
        row.ReplyToDomain = "example.com";
        SummaryRow stream = Summarize(row).Streams.Single();
        Assert.Equal(IntegrationMode.NotIntegrated, stream.Integration!.Mode);
        Assert.Contains("replies to example.com", stream.Integration.Detail, StringComparison.Ordinal);
        Assert.All(stream.Requirements, r => Assert.Equal(RequirementState.NotAsked, r.State));
        Assert.Empty(Summarize(row).Advice);
    }

    [Fact]
    public void Named_organizations_keep_the_mail_of_others_out_of_the_advice()
    {
        MessageRow ours = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "sendgrid.net", "smtpapi", aligned: false));
        MessageRow other = StreamSample.Row("sendgrid", nameof(SenderKind.Vendor), author: "example.org");
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.TryParse("example.com".AsSpan())!] };
        Summary summary = Summary.From(StreamSample.Count(ours, other), [], context);
        Assert.Equal(["example.com"], summary.Organizations);
        Assert.Equal(["example.com"], summary.Streams.Where(s => s.IsOurs).Select(s => s.AuthorDomain));
        Assert.All(summary.Advice, a => Assert.Equal("example.com", a.AuthorDomain));
        Assert.Equal((2L, 1L), (summary.Messages, summary.Total.Messages));
        OurStreams streams = OurStreams.Of(summary, context);
        Assert.Equal((true, false, false), (streams.Contains(ours), streams.Contains(other), streams.IsAll));
        Assert.True(OurStreams.Of(Summarize(ours, other), SummaryContext.Default) is { IsAll: true } all && all.Contains(other));
    }

    [Fact]
    public void Mail_that_came_through_a_list_shows_no_mode()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", _ => { });
        row.Indirect = "mailing-list";
        Integration found = Of(row);
        Assert.Equal((IntegrationMode.CannotTell, null, "all of it came through lists or forwarders"), (found.Mode, found.Confidence, found.Detail));
    }

    [Fact]
    public void A_key_that_is_not_recorded_accuses_nobody()
    {
        MessageRow row = StreamSample.Row("claims cisco-ces", nameof(SenderKind.ClaimedVendor), author: "intel.com");
        StreamSample.Sign(row, "intel.com", "intel", result: "permerror", reason: "KeyNotRecorded");
        SummaryRow stream = Summarize(row).Streams.Single();
        Assert.Equal((IntegrationMode.CannotTell, null), (stream.Integration!.Mode, stream.Integration.Confidence));
        Assert.Equal("intel._domainkey.intel.com: key not recorded; all that is shown: shown as claims cisco-ces", stream.Integration.Detail);
        Assert.Equal([RequirementState.NotMet, RequirementState.CannotTell, RequirementState.CannotTell, RequirementState.CannotTell], stream.Requirements.Select(r => r.State));
        Assert.Empty(Summarize(row).Advice);
    }

    [Fact]
    public void An_SPF_record_that_is_not_recorded_accuses_nobody()
    {
        MessageRow row = StreamSample.Row("192.0.2.0/24", nameof(SenderKind.AddressBlock));
        StreamSample.Spf(row, "none", "bounce.example.com", "NotRecorded");
        Integration found = Of(row);
        Assert.Equal(IntegrationMode.CannotTell, found.Mode);
        Assert.StartsWith("bounce.example.com: SPF none, not recorded", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vendor_that_verifies_and_whose_key_for_the_author_is_not_recorded_is_external()
    {
        Integration found = Of(StreamSample.Vendor("microsoft-365", r =>
        {
            StreamSample.Sign(r, "example.com", "corp", result: "permerror", reason: "KeyNotRecorded");
            StreamSample.Sign(r, "example.onmicrosoft.com", "selector1", aligned: false);
        }));
        Assert.Equal((IntegrationMode.External, "key corp._domainkey.example.com (not known)"), (found.Mode, found.Detail));
    }

    [Fact]
    public void A_vendor_that_only_a_host_name_shows_is_no_broken_attempt()
    {
        Integration found = Of(StreamSample.Vendor("sendgrid", r => r.SenderStrength = nameof(EvidenceStrength.Weak)));
        Assert.Equal((IntegrationMode.SpoofOrUnknown, "shown as sendgrid, which proves nothing, and nothing aligned"), (found.Mode, found.Detail));
    }

    [Fact]
    public void A_vendors_domain_that_nothing_verifies_is_not_not_integrated()
    {
        MessageRow row = StreamSample.Row("claims github", nameof(SenderKind.ClaimedVendor), author: "github.com");
        Assert.Equal(IntegrationMode.SpoofOrUnknown, Of(row).Mode);
        StreamSample.Sign(row, "github.com", "pf2023", result: "permerror", reason: "KeyNotRecorded");
        Assert.Equal(IntegrationMode.CannotTell, Of(row).Mode);
    }

    [Fact]
    public void A_few_aligned_messages_of_many_are_trials()
    {
        MessageRow aligned = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1"));
        MessageRow broken = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "sendgrid.net", "smtpapi", aligned: false));
        Integration few = Summarize([aligned, .. Enumerable.Repeat(broken, 9)]).Streams.Single().Integration!;
        Assert.Equal((IntegrationMode.BrokenAttempt, 0.9), (few.Mode, few.Confidence));
        Assert.Equal(IntegrationMode.External, Summarize([aligned, .. Enumerable.Repeat(broken, 4)]).Streams.Single().Integration!.Mode);
    }

    [Fact]
    public void The_ways_of_external_mail_are_told_apart()
    {
        Assert.Equal("addresses in the SPF record of example.com", Of(StreamSample.Vendor("sendgrid", r => StreamSample.Spf(r, "pass", "example.com", aligned: true))).Detail);
        Assert.Equal("key s1._domainkey.example.com", Of(StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1"))).Detail);
        Assert.Equal("key s1._domainkey.example.com, sub-domain em1.example.com for bounces", Of(StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1");
            StreamSample.Spf(r, "pass", "em1.example.com", aligned: true);
        })).Detail);
        MessageRow below = StreamSample.Row("sendgrid", nameof(SenderKind.Vendor), author: "news.example.com");
        StreamSample.Sign(below, "news.example.com", "s1");
        StreamSample.Spf(below, "pass", "em1.news.example.com", aligned: true);
        Assert.StartsWith("sub-domain news.example.com with records of its own: ", Of(below).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_mail_whose_header_names_a_vendor_says_so()
    {
        MessageRow row = StreamSample.Row("example.com", nameof(SenderKind.Own));
        row.ClaimedVendor = "mailgun";
        Integration found = Of(row);
        Assert.Equal(IntegrationMode.Direct, found.Mode);
        Assert.EndsWith("header fields name mailgun in 1, which proves nothing", found.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Acme Billing via SendGrid", "acme.com")]
    [InlineData("billing@acme.com", "acme.com")]
    [InlineData("\"Shop (news.acme.com)\"", "acme.com")]
    [InlineData("AcMe", "acme.com")]
    [InlineData("Blue  Sky, Ltd.", "blue-sky.example")]
    [InlineData("bluesky news", "blue-sky.example")]
    public void A_display_name_that_names_us_is_weak_evidence_and_is_called_so(string name, string organization)
    {
        MessageRow row = OfVendor(name);
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.Parse(organization)] };
        SummaryRow stream = Summary.From(StreamSample.Count(row), [], context).Streams.Single();
        Assert.Equal((IntegrationMode.NotIntegrated, 0.25, true), (stream.Integration!.Mode, stream.Integration.Confidence, stream.IsOurs));
        Assert.Contains("which anyone can write", stream.Integration.Detail, StringComparison.Ordinal);
        Assert.Equal($"display name \"{name}\", which anyone can write", stream.Integration.Evidence[0].Text);
    }

    [Theory]
    [InlineData("Acmes Billing")]
    [InlineData("acme.com.evil.example")]
    [InlineData("notacme.com")]
    [InlineData("")]
    public void A_display_name_that_names_somebody_else_is_none_of_ours(string name)
    {
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.Parse("acme.com")] };
        Assert.False(Summary.From(StreamSample.Count(OfVendor(name)), [], context).Streams.Single().IsOurs);
    }

    [Fact]
    public void A_Reply_To_of_ours_weighs_more_than_the_display_name()
    {
        MessageRow named = OfVendor("Acme via SendGrid"), replies = OfVendor("Acme via SendGrid");
        replies.ReplyToDomain = "acme.com";
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.Parse("acme.com")] };
        Integration found = Summary.From(StreamSample.Count(named, replies), [], context).Streams.Single().Integration!;
        Assert.Equal((IntegrationMode.NotIntegrated, (1 + 0.25) / 2), (found.Mode, found.Confidence));
        Assert.Equal(["Reply-To acme.com", "display name \"Acme via SendGrid\", which anyone can write"], found.Evidence.Take(2).Select(e => e.Text));
    }

    [Fact]
    public void Without_named_organizations_a_display_name_is_compared_with_those_that_the_run_shows()
    {
        MessageRow own = StreamSample.Row("acmecorp.com", nameof(SenderKind.Own), author: "acmecorp.com");
        Integration found = Summarize(own, OfVendor("AcmeCorp Billing")).Streams.Single(s => s.Sender == "sendgrid").Integration!;
        Assert.Equal((IntegrationMode.NotIntegrated, 0.25), (found.Mode, found.Confidence));
        found = Summarize(own, OfVendor("Somebody")).Streams.Single(s => s.Sender == "sendgrid").Integration!;
        Assert.Equal((IntegrationMode.NotIntegrated, 0.1), (found.Mode, found.Confidence));
        Assert.Contains("perhaps mail of its own", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vendor_that_the_catalog_does_not_know_is_not_integrated_when_it_answers_to_us()
    {
        MessageRow row = StreamSample.Row("vendor.example", nameof(SenderKind.Own), author: "vendor.example");
        StreamSample.Sign(row, "vendor.example", "s1");
        row.ReplyToDomain = "acme.com";
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.Parse("acme.com")] };
        SummaryRow stream = Summary.From(StreamSample.Count(row), [], context).Streams.Single();
        Assert.Equal((IntegrationMode.NotIntegrated, 1.0, true), (stream.Integration!.Mode, stream.Integration.Confidence, stream.IsOurs));
        Assert.Equal("sends as vendor.example, replies to acme.com", stream.Integration.Detail);
        // A list puts the author into Reply-To where it takes over From.
        row.ListId = "talk.vendor.example";
        Assert.False(Summary.From(StreamSample.Count(row), [], context).Streams.Single().IsOurs);
    }

    [Fact]
    public void A_display_name_that_names_us_where_nothing_verifies_is_a_spoof()
    {
        MessageRow row = StreamSample.Row("claims sendgrid", nameof(SenderKind.ClaimedVendor), author: "sendgrid.net");
        row.AuthorName = "Acme via SendGrid";
        SummaryContext context = SummaryContext.Default with { Organizations = [DomainName.Parse("acme.com")] };
        Assert.Equal(IntegrationMode.SpoofOrUnknown, Summary.From(StreamSample.Count(row), [], context).Streams.Single().Integration!.Mode);
    }

    [Fact]
    public void People_with_a_mailbox_at_a_provider_send_directly()
    {
        MessageRow row = StreamSample.Row("google-workspace", nameof(SenderKind.Vendor), author: "gmail.com");
        StreamSample.Sign(row, "gmail.com", "20230601");
        Assert.Equal((IntegrationMode.Direct, "people with a mailbox of gmail.com"), (Of(row).Mode, Of(row).Detail));
        MessageRow replies = StreamSample.Row("google-workspace", nameof(SenderKind.Vendor), author: "gmail.com");
        StreamSample.Sign(replies, "gmail.com", "20230601");
        replies.ReplyToDomain = "example.com";
        Assert.Equal(IntegrationMode.NotIntegrated, Of(replies).Mode);
        // One person among several answers elsewhere: that is no service.
        Assert.Equal(IntegrationMode.Direct, Summarize(row, row, replies).Streams.Single().Integration!.Mode);
    }

    [Fact]
    public void What_works_another_way_than_it_is_meant_to_is_known()
    {
        IntegrationIntents intents = IntegrationIntents.TryParse(["sendgrid=external", "sendgrid:example.org=internal", "xero=not-integrated"], out string? refused)!;
        Assert.Null(refused);
        MessageRow external = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1")), other = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.org", "s1"));
        other.AuthorDomain = other.OrganizationalDomain = "example.org";
        MessageRow open = StreamSample.Row("xero", nameof(SenderKind.Vendor));
        StreamSample.Sign(open, "example.com", "x1", result: "permerror", reason: "KeyNotRecorded");
        (open.SenderStrength, open.SpfReason) = (nameof(EvidenceStrength.Weak), "NotRecorded");
        Summary summary = Summary.From(StreamSample.Count(external, other, open), [], SummaryContext.Default with { Intents = intents });
        Assert.Equal([("example.com", false), ("example.org", true)], summary.Streams.Where(s => s.Sender == "sendgrid").Select(s => (s.AuthorDomain, s.Integration!.IsUnintended)));
        Integration unknown = summary.Streams.Single(s => s.Sender == "xero").Integration!;
        Assert.Equal((IntegrationMode.CannotTell, IntegrationMode.NotIntegrated, false), (unknown.Mode, unknown.Intended, unknown.IsUnintended));
    }

    [Theory]
    [InlineData("xero")]
    [InlineData("xero=")]
    [InlineData("=external")]
    [InlineData("xero=spoof-or-unknown")]
    [InlineData("xero:example.com:x=external")]
    [InlineData("xero:=external")]
    [InlineData("xero=external=internal")]
    public void An_intent_that_is_none_is_refused(string statement)
    {
        Assert.Null(IntegrationIntents.TryParse(["sendgrid=external", statement], out string? fault));
        Assert.StartsWith($"{statement}: give VENDOR=MODE", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sendgrid=internal", "contradicts sendgrid=external")]
    [InlineData("SendGrid=internal", "contradicts")]
    [InlineData("sendgrid=external", null)]
    [InlineData("sendgrid:example.com=internal", null)]
    public void Two_intents_for_the_same_mail_are_refused(string statement, string? words)
    {
        Assert.Equal(words is null, IntegrationIntents.TryParse(["sendgrid=external", statement], out string? fault) is not null);
        Assert.Contains(words ?? "", fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Intents_of_senders_that_sent_nothing_are_told()
    {
        IntegrationIntents intents = IntegrationIntents.TryParse(["SendGrid=external", "sendgrid:example.org=internal", "salesfroce=internal"], out _)!;
        MessageRow row = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1"));
        Summary summary = Summary.From(StreamSample.Count(row), [], SummaryContext.Default with { Intents = intents });
        Assert.Equal(["salesfroce", "sendgrid:example.org"], summary.IntentsWithoutMail);
    }

    private static MessageRow OfVendor(string displayName)
    {
        MessageRow row = StreamSample.Row("sendgrid", nameof(SenderKind.Vendor), author: "sendgrid.net");
        StreamSample.Sign(row, "sendgrid.net", "smtpapi");
        row.AuthorName = displayName;
        return row;
    }

    private static Integration Of(MessageRow row) => Summarize(row).Streams.Single().Integration!;

    private static Summary Summarize(params MessageRow[] rows) => Summary.From(StreamSample.Count(rows), []);
}
