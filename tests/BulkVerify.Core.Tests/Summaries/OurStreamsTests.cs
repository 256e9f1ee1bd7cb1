using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using BulkVerify.Tests.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class OurStreamsTests
{
    private static readonly SummaryContext Ours = SummaryContext.Default with { Organizations = [DomainName.Parse("example.com"), DomainName.Parse("example.org")] };

    private static readonly MessageRow[] Shared =
    [
        Theirs(r => r.ReplyToDomain = "example.com"), Theirs(r => r.ReplyToDomain = "help.example.org"), Theirs(r => r.AuthorName = "Example via SendGrid"),
        Theirs(r => r.ReplyToDomain = "another.example"), Theirs(r => (r.ReplyToDomain, r.DmarcResult) = ("notexample.com", "fail")), Theirs(r => r.AuthorName = "Somebody else"),
    ];

    [Fact]
    public async Task Of_a_domain_that_customers_share_only_the_messages_that_answer_to_us_count()
    {
        Summary summary = await SummarizeAsync(Ours, Shared);
        SummaryRow stream = summary.Streams.Single();
        Assert.Equal((3L, 3L, 0L, 6L, 3L), (stream.Messages, stream.Pass, stream.Fail, summary.Messages, summary.OthersLeftOut));
        Assert.Equal((3L, true, IntegrationMode.NotIntegrated), (summary.Total.Messages, stream.IsOurs, stream.Integration!.Mode));
        OurStreams ours = OurStreams.Of(summary, Ours);
        Assert.Equal([true, true, true, false, false, false], Shared.Select(ours.Contains));
    }

    [Fact]
    public Task Rows_that_are_ours_are_as_many_as_the_summary_counts()
    {
        Gen<MessageRow> mixed =
            from row in RowSamples.Row
            from author in Pick("sendgrid.net", "vendor.example", row.AuthorDomain)
            from reply in Pick("", "example.com", "another.example", "x.example.org")
            from name in Pick("", "", "Example Billing", "Somebody else")
            select With(row, author, reply, name);
        return mixed.Array[0, 60].SampleAsync(async rows =>
        {
            Summary summary = await SummarizeAsync(Ours, rows);
            OurStreams ours = OurStreams.Of(summary, Ours);
            Assert.Equal(summary.Total.Messages, rows.Count(ours.Contains));
            Assert.All(rows.Where(r => r.AuthorDomain is "example.com" or "example.org"), r => Assert.True(ours.Contains(r)));
            Assert.Equal(rows.Length, summary.Messages);
            Assert.Equal(rows.Length - summary.OthersLeftOut, summary.Streams.Sum(s => s.Messages));
        }, iter: 300);

        static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

        static MessageRow With(MessageRow row, string author, string reply, string name)
        {
            (row.AuthorDomain, row.ReplyToDomain, row.AuthorName, row.SenderKind, row.SenderStrength) = (author, reply, name, nameof(SenderKind.Vendor), nameof(EvidenceStrength.Certain));
            return row;
        }
    }

    [Fact]
    public async Task Mail_in_our_name_is_ours_whoever_it_answers_to()
    {
        MessageRow row = StreamSample.Vendor("sendgrid", r => (r.AuthorDomain, r.ReplyToDomain) = ("news.example.com", "another.example"));
        Summary summary = await SummarizeAsync(Ours, row);
        Assert.Equal((1L, 0L), (summary.Total.Messages, summary.OthersLeftOut));
    }

    [Fact]
    public async Task Without_a_named_organization_a_stream_stays_whole_and_no_row_is_read()
    {
        RunStatistics all = StreamSample.Count(Shared);
        Assert.Same(all, await OurStreams.StatisticsAsync(all, SummaryContext.Default, () => throw new InvalidOperationException()));
        Assert.Equal(6, Summary.From(all, []).Total.Messages);
    }

    [Fact]
    public async Task Where_every_message_replies_to_us_no_row_is_read()
    {
        RunStatistics all = StreamSample.Count(Shared[0], Shared[1]);
        Assert.Same(all, await OurStreams.StatisticsAsync(all, Ours, () => throw new InvalidOperationException()));
    }

    [Fact]
    public async Task The_counts_of_the_run_itself_do_not_change()
    {
        RunStatistics all = StreamSample.Count(Shared);
        RunStatistics ours = await OurStreams.StatisticsAsync(all, Ours, () => Shared.ToAsyncEnumerable());
        Assert.Equal((6L, 3L), (all.Streams.Values.Single().Messages, ours.Streams.Values.Single().Messages));
        Assert.Equal(6, ours.Messages);
    }

    private static async Task<Summary> SummarizeAsync(SummaryContext context, params MessageRow[] rows) =>
        Summary.From(await OurStreams.StatisticsAsync(StreamSample.Count(rows), context, () => rows.ToAsyncEnumerable()), [], context);

    private static MessageRow Theirs(Action<MessageRow> set)
    {
        MessageRow row = StreamSample.Row("sendgrid", nameof(SenderKind.Vendor), author: "sendgrid.net");
        StreamSample.Spf(row, "pass", "sendgrid.net", "MatchedInclude", aligned: true);
        set(row);
        return row;
    }
}
