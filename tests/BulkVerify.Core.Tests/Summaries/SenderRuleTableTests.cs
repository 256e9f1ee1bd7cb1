using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class SenderRuleTableTests
{
    [Fact]
    public void A_stream_that_breaks_a_rule_names_the_rule_the_share_and_a_message()
    {
        MessageRow good = Row(1, "signed"), bad = Row(2, "unsigned");
        SummaryTable table = TableText.Of(new SenderRuleTable(TableText.List), good, bad, Row(3, ""));
        int rule = table.Column("rule").ToList().IndexOf("one-click");
        Assert.Equal(("partly", 0.5, 2L, 1L, "offered, unsigned"), (table.Cell(rule, "state"), table.Cell(rule, "kept_share"), table.Cell(rule, "judged"), table.Cell(rule, "broken"), table.Cell(rule, "against")));
        Assert.Equal(2, Assert.Single((IReadOnlyList<SummaryExample>)table.Cell(rule, "examples")!).Offset);
    }

    [Fact]
    public void What_a_message_cannot_show_is_neither_kept_nor_broken()
    {
        MessageRow row = Row(1, "");
        (row.SpfResult, row.SpfReason) = ("none", "NoClientAddress");
        SummaryTable table = TableText.Of(new SenderRuleTable(TableText.List), row);
        Assert.Equal(["cannot tell", "kept", "kept", "kept", "kept", "not offered"], table.Column("state"));
    }

    [Fact]
    public void Mail_through_a_list_breaks_no_rule_of_its_sender()
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        row.Indirect = "mailing-list";
        Assert.Empty(TableText.Of(new SenderRuleTable(TableText.List), row).Rows);
    }

    [Fact]
    public void Mail_through_a_list_breaks_no_rule_where_no_policy_is_published_either()
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        (row.Indirect, row.DmarcResult, row.DmarcReason) = ("mailing-list", "none", "NoRecord");
        Assert.Empty(TableText.Of(new SenderRuleTable(TableText.List), row).Rows);
    }

    private static MessageRow Row(long offset, string oneClick)
    {
        MessageRow row = StreamSample.Vendor("vendor", r => StreamSample.Sign(r, "example.com", "s1"));
        (row.Offset, row.OneClick, row.AuthorStatus, row.DmarcPolicyDomain) = (offset, oneClick, "Valid", "example.com");
        StreamSample.Spf(row, "pass", "example.com", aligned: true);
        return row;
    }
}
