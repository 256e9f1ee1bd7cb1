using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class RelayAuditTests
{
    private static readonly SummaryContext Ours = SummaryContext.Default with { Organizations = [DomainName.Parse("example.com")] };

    [Fact]
    public void Mail_in_our_name_with_an_envelope_of_ours_meets_both_conditions() =>
        Assert.Equal(["example.com envelope Met 0/2 ?0", "example.com open-relay Met 0/2 ?0"],
            Audit(Ours, Relayed("example.com", "bounce@example.com", "customer.example"), Relayed("example.com", "bounce@news.example.com", "")));

    [Fact]
    public void An_envelope_of_the_vendor_breaks_the_first_condition() =>
        Assert.Equal(["example.com envelope NotMet 1/2 ?0", "example.com open-relay Met 0/2 ?0"],
            Audit(Ours, Relayed("example.com", "b@bnc.salesforce.com", "customer.example"), Relayed("example.com", "bounce@example.com", "customer.example")));

    [Fact]
    public void Mail_of_others_for_others_is_an_open_relay() =>
        Assert.Equal(["example.com envelope Met 0/1 ?0", "example.com open-relay NotMet 2/3 ?0"],
            Audit(Ours, Relayed("stranger.example", "x@stranger.example", "victim.example"), Relayed("stranger.example", "x@elsewhere.example", "victim.example"),
                Relayed("example.com", "bounce@example.com", "customer.example")));

    [Fact]
    public void Mail_of_others_for_our_mailboxes_is_none() =>
        Assert.Equal(["example.com envelope CannotTell 0/0 ?0", "example.com open-relay Met 0/2 ?0"],
            Audit(Ours, Relayed("stranger.example", "x@stranger.example", "example.com"), Relayed("stranger.example", "list-bounce@example.com", "victim.example")));

    [Fact]
    public void A_relay_that_did_not_note_the_mailbox_cannot_tell() =>
        Assert.Equal(["example.com envelope CannotTell 0/0 ?0", "example.com open-relay CannotTell 0/0 ?1"], Audit(Ours, Relayed("stranger.example", "x@stranger.example", "")));

    [Fact]
    public void The_null_reverse_path_is_nobodys() =>
        Assert.Equal(["example.com envelope CannotTell 0/0 ?1", "example.com open-relay Met 0/2 ?0"], Audit(Ours, Relayed("example.com", "<>", "customer.example"), Relayed("stranger.example", "<>", "victim.example")));

    [Fact]
    public void Without_names_a_relay_is_ours_when_it_relays_for_its_own_organization()
    {
        MessageRow stranger = Relayed("stranger.example", "x@stranger.example", "victim.example");
        Assert.Empty(Audit(SummaryContext.Default, stranger));
        Assert.Equal(["example.com envelope Met 0/1 ?0", "example.com open-relay NotMet 1/2 ?0"], Audit(SummaryContext.Default, stranger, Relayed("example.com", "b@example.com", "customer.example")));
    }

    [Theory]
    [InlineData("xero.com")]
    [InlineData("klaviyomail.com")]
    [InlineData("gmail.com")]
    public void A_vendor_or_mailbox_provider_is_ours_only_by_name(string organization)
    {
        MessageRow row = Relayed(organization, $"bounce@{organization}", "customer.example");
        (row.Relay, row.RelayOrganization, row.RelayOfAuthor) = ($"relay.{organization}", organization, true);
        Assert.Empty(Audit(SummaryContext.Default, row));
        Assert.Equal(2, Audit(SummaryContext.Default with { Organizations = [DomainName.Parse(organization)] }, row).Count());
    }

    [Fact]
    public void Relays_of_others_are_not_judged()
    {
        MessageRow row = Relayed("stranger.example", "x@stranger.example", "victim.example");
        (row.Relay, row.RelayOrganization) = ("fwd.alumni.example", "alumni.example");
        Assert.Empty(Audit(Ours, row));
    }

    [Fact]
    public void A_relay_that_is_named_is_ours_whatever_its_domain()
    {
        MessageRow ours = Named(Relayed("example.com", "b@bnc.salesforce.com", "customer.example"));
        MessageRow stranger = Named(Relayed("stranger.example", "x@stranger.example", "victim.example"));
        Assert.Equal(["hosting.example envelope NotMet 1/1 ?0", "hosting.example open-relay NotMet 1/2 ?0"], Audit(Ours, ours, stranger));
    }

    [Fact]
    public void Other_hosts_in_the_domain_of_a_named_relay_are_those_of_other_customers()
    {
        MessageRow other = Named(Relayed("stranger.example", "x@stranger.example", "victim.example"));
        other.RelayIsNamed = false;
        Assert.Equal(["hosting.example envelope Met 0/1 ?0", "hosting.example open-relay Met 0/1 ?0"], Audit(Ours, Named(Relayed("example.com", "b@example.com", "customer.example")), other));
    }

    [Fact]
    public void A_named_relay_in_a_foreign_domain_asks_for_whose_mail_it_relays()
    {
        MessageRow row = Named(Relayed("example.com", "b@example.com", "customer.example"));
        Assert.Equal(["hosting.example organizations CannotTell 0/0 ?1"], Audit(SummaryContext.Default, row));
        Assert.Contains("--organization", Summary.From(StreamSample.Count(row), [], SummaryContext.Default).RelayChecks[0].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Violations_can_be_opened()
    {
        Summary summary = Summary.From(StreamSample.Count(Relayed("stranger.example", "x@stranger.example", "victim.example")), [], Ours);
        Assert.Equal("a.mbox", Assert.Single(summary.RelayChecks[1].Examples).Archive);
    }

    private static IEnumerable<string> Audit(SummaryContext context, params MessageRow[] rows) =>
        Summary.From(StreamSample.Count(rows), [], context).RelayChecks.Select(c => $"{c.Relay} {c.Name} {c.State} {c.Violations}/{c.Judged} ?{c.Open}");

    private static MessageRow Named(MessageRow row)
    {
        (row.Relay, row.RelayOrganization, row.RelayIsNamed, row.RelayOfAuthor) = ("out7.hosting.example", "hosting.example", true, false);
        return row;
    }

    private static MessageRow Relayed(string from, string mailFrom, string mailbox)
    {
        MessageRow row = StreamSample.Row("salesforce", nameof(SenderKind.Vendor), author: from);
        (row.Relay, row.RelayOrganization, row.HandedBy) = ("relay.example.com", "example.com", "smtp1.mta.salesforce.com");
        (row.RelayOfAuthor, row.MailFrom, row.RelayedFor) = (from == "example.com", mailFrom, mailbox);
        return row;
    }
}
