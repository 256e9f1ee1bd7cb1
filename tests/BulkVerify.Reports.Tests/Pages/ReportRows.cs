using System.Globalization;
using BulkVerify.Dns;
using BulkVerify.Reports.Pages;
using BulkVerify.Reports.Queries;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Reports.Tests.Pages;

/// <summary>Rows for reports, and the report over them.</summary>
internal static class ReportRows
{
    public const string Hostile = "</script></title><script>window.pwned=1</script><img src=x onerror='window.pwned=2'>\"'`{{ Title }}{% for %}\u202e\u001b[31m&amp;javascript:alert(1)";

    /// <summary>Several senders, months and verdicts.</summary>
    public static MessageRow[] Mixed(int count) => [.. Enumerable.Range(0, count).Select(MixedRow)];

    /// <summary>Mail text in every field that can hold any.</summary>
    public static MessageRow HostileRow(int i)
    {
        MessageRow row = MixedRow(i);
        (row.Archive, row.MessageId, row.AuthorDomain, row.MailFrom, row.Helo, row.ClientIp) = (Hostile, Hostile, Hostile, Hostile, Hostile, Hostile);
        (row.SpfDomain, row.SpfPath, row.SpfReason, row.Sender, row.SenderKind, row.Platform, row.SenderEvidence) = (Hostile, Hostile, Hostile, Hostile, "Vendor", Hostile + "p", Hostile);
        (row.ReplyToDomain, row.ListId, row.DmarcPolicyDomain, row.OrganizationalDomain, row.DmarcReason, row.DmarcPolicy) = (Hostile, Hostile, Hostile, Hostile, Hostile, Hostile);
        (row.DmarcResult, row.Class, row.Dmarc7489Result, row.Dmarc7489Policy) = (i % 2 == 0 ? "fail" : "pass", "received", "pass", Hostile);
        row.Dkim = [new SignatureRow { D = Hostile, S = Hostile, A = Hostile, Result = "fail", Reason = Hostile, Aligned = true, KeyFrom = Hostile }];
        return row;
    }

    /// <summary>Mail that relay.example.com took from a vendor's host, for a mailbox of others.</summary>
    public static MessageRow Relayed(int i, string from, string mailFrom)
    {
        MessageRow row = MixedRow(i);
        (row.Relay, row.RelayOrganization, row.HandedBy, row.RelayedFor) = ("relay.example.com", "example.com", "smtp1.mta.salesforce.com", "customer.example");
        (row.AuthorDomain, row.OrganizationalDomain, row.MailFrom, row.RelayOfAuthor) = (from, from, mailFrom, from == "example.com");
        return row;
    }

    public static Task<ReportModel> BuildAsync(string folder, MessageRow[] rows, params Fault[] faults) => BuildAsync(folder, rows, SummaryContext.Default, faults);

    public static async Task<ReportModel> BuildAsync(string folder, MessageRow[] rows, SummaryContext context, params Fault[] faults)
    {
        string path = Path.Combine(folder, $"{Guid.NewGuid():n}.parquet");
        var statistics = new RunStatistics();
        await using (var writer = new RowFileWriter(path))
        {
            foreach (MessageRow row in rows)
            {
                statistics.Add(row);
                await writer.AddAsync(row, TestContext.Current.CancellationToken);
            }
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }
        using (var counted = new MemoryStream())
        {
            StatisticsCodec.Write(statistics, counted);
            counted.Position = 0;
            statistics = SummaryStatistics.Read(counted, context);
        }
        statistics = await OurStreams.StatisticsAsync(statistics, context, () => RowFileReader.ReadAsync(path, TestContext.Current.CancellationToken));
        Summary summary = Summary.From(statistics, faults, context);
        OurStreams ours = OurStreams.Of(summary, context);
        var source = new ReportSource
        {
            RowFiles = [path],
            Statistics = statistics,
            Faults = faults,
            Summary = summary,
            Ours = ours,
            Tables = await ReportTables.MakeAsync(() => RowFileReader.ReadAsync(path, TestContext.Current.CancellationToken), statistics, context, NoDnsView.Instance, ours, (sender, domain, where) => $"bulkverify export run --sender {sender} --where {where}"),
            Facts = [new ReportFact("DNS answers from", "dns.zone")],
            ExplainCommand = place => $"bulkverify explain run {place}",
        };
        return ReportBuilder.Build(source, new QueryOptions { SpillFolder = Path.Combine(folder, "spill"), MemoryBytes = 256 << 20, Threads = 2 }, TestContext.Current.CancellationToken);
    }

    public static async Task<string> HtmlAsync(ReportModel model)
    {
        using var buffer = new MemoryStream();
        await HtmlReport.WriteAsync(model, buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static MessageRow MixedRow(int i)
    {
        string sender = new[] { "sendgrid", "hubspot", "example.com", "192.0.2.0/24", "long-" + new string('x', 60) }[i % 5];
        bool pass = i % 3 != 0;
        return new MessageRow
        {
            Archive = "inbox.mbox",
            Offset = i * 1000L,
            MessageId = $"<{i}@example.com>",
            ReceivedAt = 1_772_582_400 + (i * 86_400L),
            Class = i % 11 == 10 ? "never-received" : "received",
            AuthorDomain = i % 2 == 0 ? "example.com" : "news.example.org",
            MailFrom = $"bounce@{sender}.example",
            Helo = $"mta{i % 4}.example",
            ClientIp = string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i % 9}"),
            SpfResult = pass ? "pass" : "softfail",
            SpfReason = "MatchedIp4",
            SpfDomain = "example.com",
            SpfAligned = pass,
            SpfPath = "include:spf.example > ip4:192.0.2.0/24",
            Dkim = [new SignatureRow { D = "example.com", S = $"s{i % 3}", A = "rsa-sha256", Bits = 2048, Result = pass ? "pass" : "fail", Reason = pass ? "Verified" : "BodyHashMismatch", Aligned = true, KeyFrom = "Dns" }],
            ArcResult = "none",
            DmarcResult = pass ? "pass" : "fail",
            DmarcReason = pass ? "AlignedByBoth" : "NotAligned",
            DmarcPolicy = "reject",
            DmarcEffectivePolicy = "reject",
            DmarcRules = "9989",
            DmarcPolicyDomain = "example.com",
            Sender = sender,
            SenderKind = i % 5 < 2 ? "Vendor" : "Domain",
            SenderStrength = "Certain",
            SenderEvidence = $"passing d={sender}.example; host name mta{i % 4}.{sender}.example",
            Indirect = !pass && i % 4 == 0 ? "mailing-list" : "",
        };
    }
}
