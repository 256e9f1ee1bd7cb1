using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class SummaryStatisticsTests
{
    private static readonly SummaryContext Ours = SummaryContext.Default with { Organizations = [DomainName.Parse("example.com")] };

    [Fact]
    public void Whatever_is_cut_every_message_counts_once_and_the_total_is_exact()
    {
        Gen.Select(RowSamples.Row.Array[0, 60], Gen.Int[1, 6]).Sample((rows, most) =>
        {
            RunStatistics all = StreamSample.Count(rows), cut = Cut(rows, SummaryContext.Default with { MaxStreams = most });
            Summary whole = Summary.From(all, []), summary = Summary.From(cut, []);
            Assert.Equal(rows.Length, summary.Streams.Sum(s => s.Messages));
            Assert.Equal(Math.Max(0, all.Streams.Count - most), summary.FoldedStreams);
            Assert.Equal(whole.Total with { Causes = [], Cause = null, KeptOut = summary.Total.KeptOut, Then = summary.Total.Then }, summary.Total with { Causes = [], Cause = null });
            Assert.Equal(whole.Total.Causes.Select(c => (c.Text, c.Count)), summary.Total.Causes.Select(c => (c.Text, c.Count)));
            Assert.Equal(whole.Duplicates, summary.Duplicates);
            Assert.Equal(whole.SenderChecks.Sum(c => c.Count), summary.SenderChecks.Sum(c => c.Count));
            Assert.Equal(whole.RuleDifferences.Sum(c => c.Count), summary.RuleDifferences.Sum(c => c.Count));
        });
    }

    [Fact]
    public void The_streams_with_the_most_messages_are_told_apart_and_the_others_stand_last()
    {
        MessageRow[] rows = [.. Mail("b.example", 3), .. Mail("a.example", 2), .. Mail("c.example", 2), .. Mail("d.example", 1), .. Mail("e.example", 9)];
        Summary summary = Summary.From(Cut(rows, SummaryContext.Default with { MaxStreams = 3 }), []);
        Assert.Equal(["e.example", "b.example", "a.example", StreamKey.Others], summary.Streams.Select(s => s.AuthorDomain));
        Assert.Equal([9, 3, 2, 3], summary.Streams.Select(s => s.Messages));
        Assert.Equal((2, 17), (summary.FoldedStreams, summary.Total.Messages));
        Assert.All(summary.Streams, s => Assert.Equal(4, s.Requirements.Count));
        Assert.DoesNotContain(summary.Advice, a => a.AuthorDomain == StreamKey.Others);
    }

    [Fact]
    public void Nothing_is_cut_where_there_are_as_many_streams_as_are_told_apart()
    {
        MessageRow[] rows = [.. Mail("a.example", 2), .. Mail("b.example", 1)];
        Summary summary = Summary.From(Cut(rows, SummaryContext.Default with { MaxStreams = 2 }), []);
        Assert.Equal(0, summary.FoldedStreams);
        Assert.DoesNotContain(summary.Streams, s => s.IsOthers);
    }

    [Fact]
    public void A_vendor_stays_exact_though_its_customers_are_too_many()
    {
        MessageRow[] rows = [.. Mail("big.example", 5), .. Enumerable.Range(0, 20).Select(i => StreamSample.Row("sendgrid", "Vendor", $"{i}.example")), .. Mail("small.example", 1)];
        RunStatistics cut = Cut(rows, SummaryContext.Default with { MaxStreams = 1 });
        Assert.Equal(20, cut.Streams[new StreamKey("sendgrid", StreamKey.Others)].Messages);
        Assert.Equal(1, cut.Streams[new StreamKey(StreamKey.Others, StreamKey.Others)].Messages);
    }

    [Fact]
    public void Ours_come_first_however_few_and_what_is_not_ours_is_counted_as_such()
    {
        MessageRow answersToUs = StreamSample.Vendor("sendgrid", r => (r.AuthorDomain, r.ReplyToDomain) = ("sendgrid.net", "example.com"));
        MessageRow[] rows = [.. Mail("big.example", 5), .. Mail("large.example", 4), StreamSample.Row("example.com", "Own"), answersToUs];
        Summary summary = Summary.From(Cut(rows, Ours with { MaxStreams = 2 }), [], Ours);
        Assert.Equal(["example.com", "sendgrid.net", StreamKey.NotOurs], summary.Streams.Select(s => s.AuthorDomain));
        Assert.Equal([true, true, false], summary.Streams.Select(s => s.IsOurs));
        Assert.Equal((2, 11), (summary.Total.Messages, summary.Messages));

        // Those of ours that are too many still count in the total.
        Summary one = Summary.From(Cut(rows, Ours with { MaxStreams = 1 }), [], Ours);
        Assert.Equal((2, 11), (one.Total.Messages, one.Messages));
    }

    [Fact]
    public void What_is_asked_of_senders_is_told_of_ours_only()
    {
        MessageRow ours = Checked("example.com"), others = Checked("example.net");
        var context = SummaryContext.Default with { Organizations = [DomainName.Parse("example.com")] };
        Summary summary = Summary.From(StreamSample.Count(ours, others), [], context);
        Assert.Equal("example.com: the record asks for no aggregate reports (RFC 9989 8)", Assert.Single(summary.SenderChecks).Text);
        Assert.Equal("example.com", Assert.Single(summary.RuleDifferences).AuthorDomain);
        Assert.Equal(2, Summary.From(StreamSample.Count(ours, others), []).SenderChecks.Count);
    }

    private static MessageRow Checked(string author)
    {
        MessageRow row = StreamSample.Row(author, "Domain", author);
        (row.DmarcResult, row.DmarcChecks, row.Dmarc7489Result) = ("pass", "NoAggregateReports", "fail");
        return row;
    }

    [Fact]
    public void Relays_stay_exact_when_their_From_domains_are_too_many()
    {
        MessageRow Relayed(string from)
        {
            MessageRow row = StreamSample.Row(from, "Domain", from);
            (row.Relay, row.RelayOrganization, row.RelayOfAuthor, row.MailFrom) = ("mx.example.com", "example.com", false, $"a@{from}");
            row.RelayedFor = "elsewhere.example";
            return row;
        }
        MessageRow[] rows = [.. Enumerable.Range(0, 20).Select(i => Relayed($"{i}.example"))];
        RelayCheck whole = Summary.From(StreamSample.Count(rows), [], Ours).RelayChecks.Single(c => c.Name == "open-relay");
        RelayCheck cut = Summary.From(Cut(rows, Ours with { MaxStreams = 3 }), [], Ours).RelayChecks.Single(c => c.Name == "open-relay");
        Assert.Equal((20, whole.Violations, whole.Judged), (cut.Violations, cut.Violations, cut.Judged));
    }

    private static IEnumerable<MessageRow> Mail(string author, int messages) => Enumerable.Range(0, messages).Select(_ => StreamSample.Row(author, "Domain", author));

    private static RunStatistics Cut(IEnumerable<MessageRow> rows, SummaryContext context)
    {
        var file = new MemoryStream();
        StatisticsCodec.Write(StreamSample.Count([.. rows]), file);
        file.Position = 0;
        return SummaryStatistics.Read(file, context);
    }
}
