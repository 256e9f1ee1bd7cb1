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
            var groups = new SummaryGroups(by, TableText.List);
            Assert.True(groups.TakesStreams(areFolded: false));
            Assert.Equal(by == SummaryGrouping.Stream, groups.TakesStreams(areFolded: true));
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
        Assert.Equal(["192.0.2.0", "192.0.2.1", SummaryGroups.Others], table.Rows.Select(r => r[0]));
        Assert.Equal([1, 1, 7], Counts(table));
    }

    [Fact]
    public void Rates_stand_beside_what_they_would_be_with_the_mail_that_lists_broke()
    {
        MessageRow pass = StreamSample.Vendor("sendgrid", r => StreamSample.Sign(r, "example.com", "s1")), fail = StreamSample.Row("sendgrid", "Vendor"), list = StreamSample.Row("sendgrid", "Vendor");
        list.Indirect = "mailing-list";
        SummaryTable table = Of(SummaryGrouping.Vendor, [pass, fail, list]);
        Assert.Equal((0.5, 1L, 1.0 / 3), ((double)table.Cell(0, "dmarc_pass_share")!, table.Cell(0, "indirect"), (double)table.Cell(0, "dmarc_pass_share_with_indirect")!));
        Assert.Equal("mailing-list 1", table.Cell(0, "indirect_by"));
    }

    [Fact]
    public void A_stream_shows_its_mode_and_how_far_it_meets_each_requirement()
    {
        MessageRow good = StreamSample.Vendor("sendgrid", r =>
        {
            StreamSample.Sign(r, "example.com", "s1");
            StreamSample.Spf(r, "pass", "sendgrid.net", "MatchedInclude");
        });
        MessageRow bad = StreamSample.Vendor("sendgrid", r => StreamSample.Spf(r, "fail", "sendgrid.net"));
        MessageRow theirs = StreamSample.Vendor("sendgrid", r => (r.AuthorDomain, r.SpfResult, r.SpfDomain, r.SpfAligned) = ("sendgrid.net", "pass", "sendgrid.net", true));
        SummaryTable table = Of(SummaryGrouping.Stream, [good, good, good, bad, theirs]);
        Assert.Equal(("external", 0.75, "partly", 0.0, "not met"), (table.Cell(0, "mode"), table.Cell(0, "r3_share"), table.Cell(0, "r3"), table.Cell(0, "r2_share"), table.Cell(0, "r2")));
        Assert.Equal(("not integrated", (object?)null, "not asked"), (table.Cell(1, "mode"), table.Cell(1, "r4_share"), table.Cell(1, "r4")));
        Assert.DoesNotContain(table.WithoutDetails().Columns, c => c.Name == "r3");
        Assert.DoesNotContain(Of(SummaryGrouping.Vendor, [good]).Columns, c => c.Name == "mode");
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.001, "< 1 %")]
    [InlineData(0.01, "1 %")]
    [InlineData(0.9996, "99.9 %")]
    [InlineData(1, "100 %")]
    public void A_share_never_reads_as_all_or_nothing_when_it_is_neither(double share, string text) => Assert.Equal(text, SummaryTableText.Percent(share));

    [Fact]
    public void A_platform_is_a_group_of_its_own()
    {
        SummaryTable table = Of(SummaryGrouping.Platform, [new MessageRow { Sender = "typeform", Platform = "mailgun" }, new MessageRow { Sender = "mailgun" }]);
        Assert.Equal(["mailgun"], table.Rows.Select(r => r[0]));
    }

    [Theory]
    [InlineData("<script>|`x`", "\\<script\\>\\|\\`x\\`")]
    [InlineData("a\nb", "a?b")]
    [InlineData("https://evil.example", "https\\://evil.example")]
    [InlineData("WWW.evil.example and mail@evil.example", "WWW\\.evil.example and mail\\@evil.example")]
    [InlineData("2026-03-04T10:11:12Z www-data", "2026-03-04T10:11:12Z www-data")]
    [InlineData("\u009b31m", "?31m")]
    [InlineData("plain text, 12 %", "plain text, 12 %")]
    public void Markdown_of_hostile_text_has_no_meaning(string text, string cell) => Assert.Equal(cell, MarkdownText.Cell(text));

    private static SummaryTable Of(SummaryGrouping by, MessageRow[] rows, int most = GroupBound.DefaultMost)
    {
        var groups = new SummaryGroups(by, TableText.List, GroupBound.First(most));
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
