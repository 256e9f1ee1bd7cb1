using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class GatewayFinderTests
{
    private const string Gateway = "mx1.gateway.example";

    [Fact]
    public void Hosts_that_most_mail_of_many_domains_came_through_are_a_gateway() =>
        Assert.Equal(new ReceivingGateway("gateway.example", 3), Find([Through(Gateway, "a.example"), Through(Gateway, "b.example"), Through(Gateway, "c.example"), Direct(), Direct()]));

    [Fact]
    public void Half_of_the_mail_is_not_most_of_it() =>
        Assert.Null(Find([Through(Gateway, "a.example"), Through(Gateway, "b.example"), Through(Gateway, "c.example"), Direct(), Direct(), Direct()]));

    [Fact]
    public void What_was_never_received_does_not_count()
    {
        MessageRow sent = Direct();
        sent.Class = "never-received";
        Assert.NotNull(Find([Through(Gateway, "a.example"), Through(Gateway, "b.example"), Through(Gateway, "c.example"), sent, sent, sent]));
    }

    [Fact]
    public void A_sending_organization_s_own_gateway_brings_the_mail_of_few_domains() =>
        Assert.Null(Find([Through(Gateway, "a.example"), Through(Gateway, "a.example"), Through(Gateway, "b.example")]));

    [Fact]
    public void A_list_or_forwarder_with_an_envelope_of_its_own_is_none() =>
        Assert.Null(Find([.. new[] { "a.example", "b.example", "c.example" }.Select(d => Through(Gateway, d, "l-bounces@gateway.example"))]));

    [Theory]
    [InlineData("mx0a-0012.pphosted.com", true)]
    [InlineData("o1.ptr1.sendgrid.net", false)]
    public void Of_vendors_those_that_receive_can_be_one(string relay, bool expected) =>
        Assert.Equal(expected, Find([Through(relay, "a.example"), Through(relay, "b.example"), Through(relay, "c.example")]) is not null);

    [Fact]
    public void A_relay_that_was_named_is_known_already()
    {
        MessageRow[] rows = [Through(Gateway, "a.example"), Through(Gateway, "b.example"), Through(Gateway, "c.example")];
        Array.ForEach(rows, r => r.RelayIsNamed = true);
        Assert.Null(Find(rows));
    }

    private static ReceivingGateway? Find(MessageRow[] rows) => Summary.From(StreamSample.Count(rows), [], SummaryContext.Default).Gateway;

    private static MessageRow Direct() => StreamSample.Row("other.example", nameof(SenderKind.Domain), author: "other.example");

    private static MessageRow Through(string relay, string author, string? mailFrom = null)
    {
        MessageRow row = StreamSample.Row("gateway.example", nameof(SenderKind.Domain), author: author);
        (row.Relay, row.RelayOrganization, row.HandedBy) = (relay, string.Join('.', relay.Split('.')[^2..]), $"mail.{author}");
        (row.RelayOfAuthor, row.MailFrom, row.RelayedFor) = (false, mailFrom ?? $"joe@{author}", "customer.example");
        return row;
    }
}
