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
    }

    [Fact]
    public void Mail_that_came_through_a_list_shows_no_mode()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", _ => { });
        row.Indirect = "mailing-list";
        Assert.Equal(IntegrationMode.Unknown, Of(row).Mode);
    }

    private static Integration Of(MessageRow row) => Summarize(row).Streams.Single().Integration!;

    private static Summary Summarize(params MessageRow[] rows) => Summary.From(StreamSample.Count(rows), []);
}
