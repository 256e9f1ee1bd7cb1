using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class SummaryGroupsTests
{
    [Fact]
    public void Groups_add_up_to_the_rows_whatever_they_are_grouped_by()
    {
        Gen.Select(RowSamples.Row.Array[0, 80], Gen.Enum<SummaryGrouping>(), Gen.Int[1, 5]).Sample((rows, by, most) =>
        {
            SummaryTable table = Of(by, rows, most);
            Assert.Equal(rows.Length, Counts(table).Sum());
            Assert.InRange(table.Rows.Count, 0, most + 1);
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Length));
        });
    }

    [Fact]
    public void Merged_statistics_give_the_groups_of_the_rows()
    {
        Gen.Select(RowSamples.Row.Array[0, 80], Gen.Int[0, 2]).Sample((rows, choice) =>
        {
            SummaryGrouping by = new[] { SummaryGrouping.Stream, SummaryGrouping.Vendor, SummaryGrouping.From }[choice];
            var groups = new SummaryGroups(by);
            Assert.True(groups.TakesStreams);
            foreach ((StreamKey stream, StreamTally tally) in StreamSample.Count(rows).Streams)
                groups.Add(stream, tally);
            Assert.Equal(Text(Of(by, rows)), Text(groups.ToTable()));
        });
    }

    [Fact]
    public void Months_come_in_their_order_and_mail_without_a_time_has_a_group()
    {
        MessageRow Row(long? time) => new() { ReceivedAt = time, Class = "received" };
        SummaryTable table = Of(SummaryGrouping.Month, [Row(1_769_904_000), Row(1_767_225_600), Row(1_767_225_601), Row(null)]);
        Assert.Equal(["(unknown)", "2026-01", "2026-02"], table.Rows.Select(r => r[0]));
        Assert.Equal([1, 2, 1], Counts(table));
    }

    [Fact]
    public void Beyond_the_bound_messages_count_as_others()
    {
        SummaryTable table = Of(SummaryGrouping.Address, [.. Enumerable.Range(0, 9).Select(i => new MessageRow { ClientIp = $"192.0.2.{i}" })], most: 2);
        Assert.Equal([SummaryGroups.Others, "192.0.2.0", "192.0.2.1"], table.Rows.Select(r => r[0]));
        Assert.Equal([7, 1, 1], Counts(table));
    }

    [Fact]
    public void Rates_stand_beside_what_they_would_be_with_the_mail_that_lists_broke()
    {
        MessageRow pass = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1")), fail = StreamSample.Row("sendgrid", "Vendor"), list = StreamSample.Row("sendgrid", "Vendor");
        list.Indirect = "mailing-list";
        SummaryTable table = Of(SummaryGrouping.Vendor, [pass, fail, list]);
        Assert.Equal((0.5, 1L, 1.0 / 3), ((double)table.Cell(0, "dmarc_pass_share")!, table.Cell(0, "indirect"), (double)table.Cell(0, "dmarc_pass_share_with_indirect")!));
    }

    [Fact]
    public void A_platform_is_a_group_of_its_own()
    {
        SummaryTable table = Of(SummaryGrouping.Platform, [new MessageRow { Sender = "typeform", Platform = "mailgun" }, new MessageRow { Sender = "mailgun" }]);
        Assert.Equal(["mailgun"], table.Rows.Select(r => r[0]));
    }

    [Theory]
    [InlineData("<script>|`x`", "\\<script\\>\\|\\`x\\`")]
    [InlineData("a\nb", "a?b")]
    [InlineData("plain text, 12 %", "plain text, 12 %")]
    public void Markdown_of_hostile_text_has_no_meaning(string text, string cell) => Assert.Equal(cell, MarkdownText.Cell(text));

    private static SummaryTable Of(SummaryGrouping by, MessageRow[] rows, int most = SummaryGroups.DefaultMaxGroups)
    {
        var groups = new SummaryGroups(by, most);
        foreach (MessageRow row in rows)
            groups.Add(row);
        return groups.ToTable();
    }

    private static IEnumerable<long> Counts(SummaryTable table)
    {
        int index = table.Columns.Select(c => c.Name).ToList().IndexOf("messages");
        return table.Rows.Select(r => (long)r[index]!);
    }

    private static string Text(SummaryTable table)
    {
        var text = new StringWriter();
        SummaryTableText.WriteCsv(table, 3, text);
        return text.ToString();
    }
}
