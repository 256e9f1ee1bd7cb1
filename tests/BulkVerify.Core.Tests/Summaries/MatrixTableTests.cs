using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class MatrixTableTests
{
    [Fact]
    public void Every_cell_adds_up_to_the_sender_and_the_senders_to_the_archive()
    {
        RowSamples.Row.Array[0, 80].Sample(rows =>
        {
            SummaryTable table = TableText.Of(new MatrixTable(Command), rows);
            for (int i = 0; i < table.Rows.Count; i++)
                Assert.Equal((long)table.Cell(i, "messages")!, (long)table.Cell(i, "pass")! + (long)table.Cell(i, "fail")! + (long)table.Cell(i, "not_judged")!);
            foreach (string check in RowCondition.Checks.Select(c => c.Name))
                Assert.Equal(rows.Length, Enumerable.Range(0, table.Rows.Count).Where(i => (string)table.Cell(i, "check")! == check).Sum(i => (long)table.Cell(i, "messages")!));
        });
    }

    [Fact]
    public void The_command_of_a_cell_lists_the_messages_of_the_cell()
    {
        RowSamples.Row.Array[0, 80].Sample(rows =>
        {
            SummaryTable table = TableText.Of(new MatrixTable(Command), rows);
            for (int i = 0; i < table.Rows.Count; i++)
            {
                foreach (string cell in new[] { "pass", "fail", "not_judged" })
                {
                    string[] command = ((string)table.Cell(i, $"list_{cell}")!).Split('|');
                    RowCondition where = RowCondition.TryParse(command[1])!;
                    Assert.Equal((long)table.Cell(i, cell)!, rows.Count(r => r.Sender == command[0] && where.Holds(r)));
                }
            }
        });
    }

    [Fact]
    public void Senders_counted_together_have_no_command_that_would_list_them()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 3).Select(i => new MessageRow { Sender = $"sender {i}" })];
        SummaryTable table = TableText.Of(new MatrixTable(Command, GroupBound.First(2)), rows);
        int[] others = [.. Enumerable.Range(0, table.Rows.Count).Where(i => (string)table.Cell(i, "sender")! == SummaryGroups.Others)];
        Assert.Equal(1, (long)table.Cell(others[0], "messages")!);
        Assert.All(others, i => Assert.Equal("", table.Cell(i, "list_fail")));
        Assert.Equal("sender 0|dkim=fail", table.Cell(Enumerable.Range(0, table.Rows.Count).First(i => (string)table.Cell(i, "check")! == "dkim"), "list_fail"));
    }

    [Theory]
    [InlineData("dkim")]
    [InlineData("dkim=good")]
    [InlineData("nothing=pass")]
    [InlineData("reason=bad-luck")]
    [InlineData("assessment=7")]
    public void What_is_no_condition_is_none(string text) => Assert.Null(RowCondition.TryParse(text));

    [Fact]
    public void Conditions_name_assessments_reasons_and_keys()
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        StreamSample.Sign(row, "example.com", "s1", result: "fail", reason: "BodyHashMismatch");
        Assert.True(RowCondition.TryParse("assessment=fail")!.Holds(row));
        Assert.False(RowCondition.TryParse("assessment=never-received")!.Holds(row));
        Assert.True(RowCondition.TryParse("reason=body-changed")!.Holds(row));
        Assert.True(RowCondition.TryParse("key=S1._domainkey.example.com")!.Holds(row));
        Assert.False(RowCondition.TryParse("key=s2._domainkey.example.com")!.Holds(row));
    }

    private static string Command(string sender, string domain, string where) => $"{sender}|{where}";
}
