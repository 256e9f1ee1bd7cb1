using System.Text.RegularExpressions;
using BulkVerify.Reports.Pages;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Tests.Pages;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_answer_counts_and_bars_are_those_of_the_rows()
    {
        MessageRow[] rows = ReportRows.Mixed(220);
        ReportModel model = await ReportRows.BuildAsync(_folder, rows);
        int pass = rows.Count(r => RowAssessor.Assess(r) == Assessment.Pass), fail = rows.Count(r => RowAssessor.Assess(r) == Assessment.Fail);
        Assert.Contains(ReportText.Share(pass, pass + fail), model.Answer, StringComparison.Ordinal);
        Assert.Equal((rows.Length, pass, fail, rows.Length - pass - fail), (model.Total.Messages, model.Total.Pass, model.Total.Fail, model.Total.Apart));
        Assert.Equal(rows.Length, model.Senders.Sum(s => s.Rates.Messages));
        Assert.Equal(rows.GroupBy(r => r.Sender).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key), model.Senders.Select(s => s.Name));
        Assert.All(model.Senders, s => Assert.Equal(s.Rates.Messages, s.Streams.Sum(t => t.Rates.Messages)));
        Assert.Equal(rows.Where(r => r.Class == "received").Select(r => DateTimeOffset.FromUnixTimeSeconds(r.ReceivedAt!.Value).Month).Distinct().Count(), model.Trend!.Columns.Count);
    }

    [Fact]
    public async Task Streams_beyond_the_bound_are_counted_together_and_the_report_says_so()
    {
        MessageRow[] rows = ReportRows.Mixed(220);
        ReportModel whole = await ReportRows.BuildAsync(_folder, rows), cut = await ReportRows.BuildAsync(_folder, rows, SummaryContext.Default with { MaxStreams = 1 });
        Assert.Equal((0, whole.Senders.Sum(s => s.Streams.Count) - 1), (whole.FoldedStreams, cut.FoldedStreams));
        Assert.Equal((whole.Total, rows.Length), (cut.Total, cut.Senders.Sum(s => s.Rates.Messages)));
        Assert.Equal(StreamKey.Others, cut.Senders[^1].Name);
        Assert.Contains($"{cut.FoldedStreams} streams of the fewest messages are counted together", await ReportRows.HtmlAsync(cut), StringComparison.Ordinal);
        Assert.DoesNotContain("counted together", await ReportRows.HtmlAsync(whole), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_most_mail_came_through_is_pointed_out_with_what_to_do()
    {
        MessageRow[] rows = ReportRows.Mixed(220);
        Assert.DoesNotContain("<p class=\"caution\">", await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, rows)), StringComparison.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            (rows[i].AuthorDomain, rows[i].MailFrom) = ($"a{i % 5}.example", $"joe@a{i % 5}.example");
            (rows[i].Relay, rows[i].RelayOrganization, rows[i].RelayOfAuthor, rows[i].HandedBy, rows[i].RelayedFor) = ("mx1.gateway.example", "gateway.example", false, "mail.elsewhere.example", "customer.example");
        }
        string html = await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, rows));
        Assert.Contains("verify again with --relay gateway.example", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_of_others_is_left_out_where_organizations_are_named()
    {
        MessageRow[] rows = ReportRows.Mixed(220);
        // Mail of others that answers to us is ours; names come from strangers.
        (rows[2].Sender, rows[2].AuthorDomain, rows[2].ReplyToDomain) = ("o'brien", "vendor.example", "example.org");
        // Of the domain that a vendor's customers share, only what answers to us is ours.
        for (int i = 4; i < 10; i++)
            (rows[i].Class, rows[i].Sender, rows[i].SenderKind, rows[i].SenderStrength, rows[i].AuthorDomain, rows[i].ReplyToDomain, rows[i].AuthorName) = ("received", "sendgrid", "Vendor", "Certain", "sendgrid.net", i == 4 ? "mail.example.org" : "another.example", i == 5 ? "Team example.org" : "Others");
        MessageRow[] ours = [rows[2], rows[4], rows[5], .. rows.Where(r => r.AuthorDomain == "news.example.org")];
        ReportModel model = await ReportRows.BuildAsync(_folder, rows, SummaryContext.Default with { Organizations = [DomainName.Parse("example.org")] });
        Assert.Equal(ours.Length, model.Total.Messages);
        Assert.Equal(ours.Length, model.Senders.Sum(s => s.Rates.Messages));
        Assert.Contains($"{rows.Length - ours.Length} messages of others are left out", model.Organizations, StringComparison.Ordinal);
        int received = ours.Count(r => r.Class == "received");
        Assert.Equal(received, model.Trend!.Columns.Sum(c => int.Parse(c.Pass, System.Globalization.CultureInfo.InvariantCulture) + int.Parse(c.Fail, System.Globalization.CultureInfo.InvariantCulture) + int.Parse(c.Apart, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Streams_show_causes_with_messages_to_open_keys_addresses_and_evidence()
    {
        ReportStream stream = (await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))).Senders.Single(s => s.Name == "sendgrid").Streams[0];
        ReportCause cause = stream.Causes[0];
        Assert.Contains("body hash mismatch", cause.Text, StringComparison.Ordinal);
        Assert.All(cause.Examples, e => Assert.Equal($"bulkverify explain run {e.Place}", e.Command));
        Assert.Equal(["DMARC", "DKIM keys", "SPF", "Sending addresses"], stream.Tables.Select(t => t.Caption));
        ReportTable keys = stream.Tables[1];
        Assert.All(keys.Rows, r => Assert.Equal(keys.Columns.Count, r.Count));
        Assert.Equal(3, keys.Rows.Count);
        Assert.Equal(3, stream.Tables[3].More);
        Assert.NotEmpty(stream.Evidence);
    }

    [Fact]
    public async Task Senders_show_how_they_work_what_they_lack_and_every_check_with_its_messages()
    {
        ReportModel model = await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220));
        ReportSender sender = model.Senders.Single(s => s.Name == "sendgrid");
        Assert.Equal("external", sender.Mode);
        Assert.Equal(["R1", "R2", "R3", "R4"], sender.Marks.Select(m => m.Name));
        Assert.Equal(["partly", "met", "partly", "partly"], sender.Marks.Select(m => m.Words));
        Assert.All(sender.Marks.Where(m => m.Words == "partly"), m => Assert.StartsWith(m.Sign + " ", m.Count.Split('(')[1].Replace('.', ' ').Replace('\u00a0', ' '), StringComparison.Ordinal));
        Assert.Contains("94 by 94 % of them", await ReportRows.HtmlAsync(model), StringComparison.Ordinal);
        Assert.Equal(["spf", "spf-aligned", "dkim", "dkim-aligned", "both", "dmarc"], sender.Matrix!.Rows.Select(r => r[0]));
        Assert.All(sender.Matrix.Rows, r => Assert.Contains("--sender sendgrid --where", r[6], StringComparison.Ordinal));
        Assert.NotEmpty(model.Advice);
        Assert.All(model.Advice, a => Assert.True(a.Who.Length > 0 && a.Checks.Count > 0));
        Assert.Contains("Done by: ", await ReportRows.HtmlAsync(model), StringComparison.Ordinal);
        Assert.NotEmpty(sender.Streams[0].Advice);
        Assert.Equal(["reasons", "keys", "rules"], model.Sections.Select(s => s.Anchor).Where(a => a is not "spf" and not "changes"));
        Assert.Contains("body changed after signing", await ReportRows.HtmlAsync(model), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_for_whole_domains_stands_in_the_report_where_no_sender_has_it()
    {
        MessageRow[] rows = ReportRows.Mixed(40);
        for (int i = 0; i < rows.Length; i++)
        {
            (rows[i].AuthorDomain, rows[i].OrganizationalDomain) = ($"unit{i % 8}.example", $"unit{i % 8}.example");
            (rows[i].DmarcResult, rows[i].DmarcReason, rows[i].DmarcPolicy, rows[i].DmarcPolicyDomain) = ("none", "NoRecord", "", "");
        }
        ReportModel model = await ReportRows.BuildAsync(_folder, rows);
        string html = await ReportRows.HtmlAsync(model);
        Assert.All(Enumerable.Range(0, 8), i => Assert.Contains($"_dmarc.unit{i}.example", html, StringComparison.Ordinal));
        Assert.Equal(8, model.Advice.Concat(model.DomainAdvice).Count(a => a.Records.Any(r => r.StartsWith("_dmarc.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Streams_show_what_is_advised_and_what_shows_how_they_work()
    {
        ReportModel model = await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220));
        ReportStream stream = model.Senders.Single(s => s.Name == "sendgrid").Streams[0];
        Assert.Equal(["R1", "R2", "R3", "R4", "advised", "advised"], stream.Marks.Select(m => m.Name));
        Assert.Equal(["met", "met"], stream.Marks.Skip(4).Select(m => m.Words));
        Assert.Contains("2048 bits", stream.Marks[4].What, StringComparison.Ordinal);
        Assert.NotEmpty(stream.ModeEvidence);
        Assert.All(stream.ModeEvidence, e => Assert.InRange(double.Parse(e.Width, System.Globalization.CultureInfo.InvariantCulture), 0.1, 100));
        string html = await ReportRows.HtmlAsync(model);
        Assert.Contains("What shows how it works", html, StringComparison.Ordinal);
        Assert.Contains("both SPF and DKIM pass aligned", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_advised_and_not_done_has_no_colour_of_a_fault()
    {
        MessageRow[] rows = ReportRows.Mixed(220);
        foreach (SignatureRow signature in rows.SelectMany(r => r.Dkim))
            signature.Bits = 1024;
        ReportMark mark = (await ReportRows.BuildAsync(_folder, rows)).Senders.Single(s => s.Name == "sendgrid").Streams[0].Marks[4];
        Assert.Equal(("not met", "plain"), (mark.Words, mark.Tone));
        Assert.Contains("1024 bits", mark.Decision, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_of_relays_is_a_section_with_messages_to_open()
    {
        MessageRow[] rows = [ReportRows.Relayed(0, "example.com", "b@example.com"), ReportRows.Relayed(1, "stranger.example", "x@stranger.example")];
        foreach (MessageRow row in rows)
            row.Archive = ReportRows.Hostile;
        ReportModel model = await ReportRows.BuildAsync(_folder, rows);
        ReportSection relays = Assert.Single(model.Sections, s => s.Anchor == "relays");
        Assert.Equal([("open-relay", "FAIL", "1", "2"), ("envelope", "pass", "0", "1")], relays.Table.Rows.Select(r => (r[1], r[2], r[4], r[5])));
        Assert.Equal($"{ReportRows.Hostile}@1000", relays.Table.Rows[0][7]);
        string html = await ReportRows.HtmlAsync(model);
        Assert.Contains("an open relay", html, StringComparison.Ordinal);
        Assert.Single(ScriptTag().Matches(html));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_follow_from_the_rows_alone()
    {
        MessageRow[] rows = ReportRows.Mixed(300);
        string one = await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, rows));
        Assert.Equal(one, await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, [.. rows.Reverse()])));
    }

    [Fact]
    public async Task Hostile_text_in_every_field_stays_text()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 40).Select(ReportRows.HostileRow)];
        string html = await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, rows, new Fault(FaultKind.Damaged, ReportRows.Hostile, 5, ReportRows.Hostile)));
        Assert.Single(ScriptTag().Matches(html));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', html);
        Assert.DoesNotContain('\u001b', html);
        Assert.Contains("&lt;script&gt;window.pwned=1", html, StringComparison.Ordinal);
        Assert.Contains("{{ Title }}", html, StringComparison.Ordinal);
        Assert.All(Link().Matches(html), l => Assert.StartsWith("#", l.Groups[1].Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_in_the_page_names_a_place_on_the_network_and_its_policy_admits_none()
    {
        string html = await ReportRows.HtmlAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(50)));
        Assert.DoesNotMatch("(?i)(src|href)=\"?(https?:|//)|@import|url\\(\\s*[\"']?(?!#)", html);
        Assert.Contains("default-src &#x27;none&#x27;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_run_shows_its_largest_senders_and_says_what_is_left_out()
    {
        MessageRow[] rows = [.. ReportRows.Mixed(1000)];
        for (int i = 0; i < rows.Length; i++)
            (rows[i].Sender, rows[i].AuthorDomain) = ($"sender{i % 400}", $"d{i % 997}.example");
        ReportModel model = await ReportRows.BuildAsync(_folder, rows);
        Assert.Equal(ReportBuilder.MaxSenders, model.Senders.Count);
        Assert.Equal(400 - ReportBuilder.MaxSenders, model.MoreSenders);
        Assert.Contains($"{model.MoreSenders} more senders", await ReportRows.HtmlAsync(model), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_messages_or_without_verdicts_says_so()
    {
        Assert.Contains("no messages", (await ReportRows.BuildAsync(_folder, [])).Answer, StringComparison.Ordinal);
        ReportModel model = await ReportRows.BuildAsync(_folder, [new MessageRow { Class = "never-received" }]);
        Assert.Contains("could it be judged", model.Answer, StringComparison.Ordinal);
        Assert.Null(model.Trend);
        Assert.Contains("never received", await ReportRows.HtmlAsync(model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "-")]
    [InlineData(0, 5, "0\u00a0%")]
    [InlineData(1, 1000, "<\u00a01\u00a0%")]
    [InlineData(5, 10, "50\u00a0%")]
    [InlineData(9999, 10000, "99.9\u00a0%")]
    [InlineData(7, 7, "100\u00a0%")]
    public void A_share_that_is_not_whole_never_reads_as_whole(long part, long whole, string text) => Assert.Equal(text, ReportText.Share(part, whole));

    [GeneratedRegex("<script", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptTag();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Link();
}
