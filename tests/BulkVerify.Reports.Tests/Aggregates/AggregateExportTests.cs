using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using BulkVerify.Dns;
using BulkVerify.Reports.Aggregates;
using BulkVerify.Reports.Queries;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Tests.Aggregates;

public sealed class AggregateExportTests : IDisposable
{
    private const long March = 1_772_582_400; // 2026-03-04T00:00:00Z

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-aggregate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(AggregateSchema.Rfc9990)]
    [InlineData(AggregateSchema.Rfc7489)]
    public async Task Reports_of_every_kind_of_row_validate_against_the_schema(AggregateSchema schema)
    {
        MessageRow[] rows =
        [
            Row(), Row(r => r.ClientIp = "2001:db8::1"), Row(r => r.MailFrom = "<>"), Row(r => (r.SpfDomain, r.SpfResult) = ("", "none")), Row(r => r.Dkim = []),
            .. new[] { "pass", "fail", "temperror", "permerror" }.Select(d => Row(r => r.DmarcResult = d)),
            .. new[] { "mailing-list", "forwarded", "arc" }.Select(i => Row(r => (r.DmarcResult, r.Indirect) = ("fail", i))),
            .. new[] { "pass", "fail", "softfail", "neutral", "none", "temperror", "permerror" }.Select(s => Row(r => r.SpfResult = s)),
            .. new[] { "pass", "fail", "policy", "neutral", "temperror", "permerror" }.Select(s => Row(r => r.Dkim[0].Result = s)),
            Row(r => (r.DmarcResult, r.DmarcPolicy, r.DmarcEffectivePolicy) = ("fail", "reject", "quarantine")),
            Row(r => (r.DmarcPolicyDomain, r.ReceivedAt) = ("unknown.example", null)),
            Row(r => (r.MailFrom, r.AuthorDomain, r.Dkim[0].S) = ("a@<script>&\u0001\ud800]]>.example", "\u0007x", "\uffff&")),
        ];
        List<(AggregateHead Head, string Xml)> reports = await ExportAsync(rows, schema);
        Assert.Equal(["example.com", "unknown.example"], reports.Select(r => r.Head.PolicyDomain));
        foreach ((_, string xml) in reports)
            Validate(xml, schema);
        Assert.Equal(rows.Length, reports.Sum(r => Elements(r.Xml, "count").Sum(c => int.Parse(c.Value, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Messages_that_agree_are_one_record_with_their_count_and_others_are_not()
    {
        List<(AggregateHead Head, string Xml)> reports = await ExportAsync([Row(), Row(r => r.MessageId = "other"), Row(r => r.ClientIp = "192.0.2.9"), Row(r => r.Dkim[0].S = "s2")]);
        Assert.Equal(["1", "1", "2"], Elements(reports.Single().Xml, "count").Select(c => c.Value).Order());
    }

    [Fact]
    public async Task What_the_record_publishes_is_stated_with_its_defaults()
    {
        XElement policy = Elements((await ExportAsync([Row()])).Single().Xml, "policy_published").Single();
        Assert.Equal(
            "domain=example.com adkim=r aspf=s p=reject sp=quarantine np=quarantine fo=1:d testing=n discovery_method=treewalk",
            string.Join(' ', policy.Elements().Select(e => $"{e.Name.LocalName}={e.Value}")));
        XElement unknown = Elements((await ExportAsync([Row(r => r.DmarcPolicyDomain = "unknown.example")])).Single().Xml, "policy_published").Single();
        Assert.Equal("domain=unknown.example p=reject discovery_method=treewalk", string.Join(' ', unknown.Elements().Select(e => $"{e.Name.LocalName}={e.Value}")));
    }

    [Theory]
    [InlineData("pass", "", "Verified", "pass", "")]
    [InlineData("fail", "", "BodyHashMismatch", "reject", "")]
    [InlineData("fail", "mailing-list", "BodyHashMismatch", "none", "mailing_list")]
    [InlineData("fail", "arc", "BodyHashMismatch", "none", "local_policy")]
    [InlineData("fail", "forwarded", "BodyHashMismatch", "none", "trusted_forwarder")]
    [InlineData("fail", "", "KeyNotFound", "none", "other")]
    [InlineData("temperror", "", "DnsTimeout", "none", "other")]
    public async Task Disposition_is_what_the_policy_asks_for_and_less_has_a_reason(string dmarc, string indirect, string dkimReason, string disposition, string reason)
    {
        MessageRow row = Row(r => (r.DmarcResult, r.Indirect, r.Dkim[0].Result, r.Dkim[0].Reason) = (dmarc, indirect, dmarc == "pass" ? "pass" : "fail", dkimReason));
        string xml = (await ExportAsync([row])).Single().Xml;
        Assert.Equal(disposition, Elements(xml, "disposition").Single().Value);
        Assert.Equal(reason, Elements(xml, "type").SingleOrDefault()?.Value ?? "");
    }

    /// <summary>Where the order is free, it is not compared; what the sample leaves out may be said.</summary>
    [Fact]
    public async Task The_sample_of_RFC_9990_Appendix_B_comes_out_as_printed()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 123).Select(i => Row(r =>
        {
            (r.MessageId, r.ClientIp, r.MailFrom, r.ReceivedAt) = ($"{i}", "192.0.2.123", "bounce@example.com", 302_832_000 + i);
            (r.SpfResult, r.SpfReason, r.SpfAligned, r.DmarcPolicy, r.DmarcEffectivePolicy) = ("fail", "MatchedAll", false, "quarantine", "quarantine");
            r.Dkim[0].S = "abc123";
        }))];
        string xml = (await ExportAsync(rows, zone: "_dmarc.example.com. 60 IN TXT \"v=DMARC1; p=quarantine; sp=none\"\n")).Single().Xml;
        Validate(xml, AggregateSchema.Rfc9990);
        string[] ours = Leaves(XDocument.Parse(xml).Root!);
        string[] missing = [.. Leaves(XDocument.Parse(AppendixB).Root!).Except(ours)];
        Assert.Empty(missing);
    }

    /// <summary>RFC 9990 §3.1.1.10: an empty envelope_from is a null reverse-path; one that is not known is not there.</summary>
    [Theory]
    [InlineData("bounce@em.example.com", "em.example.com")]
    [InlineData("em.example.com", "em.example.com")]
    [InlineData("\"a@b\"@em.example.com", "em.example.com")]
    [InlineData("<>", "")]
    [InlineData("", null)]
    public async Task The_envelope_is_that_of_the_message(string mailFrom, string? domain)
    {
        MessageRow row = Row(r => r.MailFrom = mailFrom);
        Assert.Equal(domain, Elements((await ExportAsync([row])).Single().Xml, "envelope_from").SingleOrDefault()?.Value);
        string old = (await ExportAsync([row], AggregateSchema.Rfc7489)).Single().Xml;
        Validate(old, AggregateSchema.Rfc7489);
        Assert.Equal(domain ?? "", Elements(old, "envelope_from").Single().Value);
    }

    [Fact]
    public async Task Signatures_stand_in_the_order_of_preference()
    {
        SignatureRow Signature(string d, string result, bool aligned) => new() { D = d, S = "s", Result = result, Reason = "Verified", Aligned = aligned };
        string xml = (await ExportAsync([Row(r => r.Dkim =
            [Signature("example.com", "fail", true), Signature("vendor.example", "pass", false), Signature("mail.example.com", "pass", true), Signature("", "permerror", false), Signature("example.com", "pass", true)])])).Single().Xml;
        Assert.Equal(
            ["example.com pass", "mail.example.com pass", "vendor.example pass", "example.com fail"],
            Elements(xml, "auth_results").Single().Elements().Where(e => e.Name.LocalName == "dkim").Select(d => $"{d.Elements().First().Value} {d.Elements().ElementAt(2).Value}"));
    }

    [Fact]
    public async Task A_period_covers_whole_days_and_months_are_reports_of_their_own()
    {
        MessageRow[] rows = [Row(), Row(r => r.ReceivedAt = March + (40 * 86400)), Row(r => r.ReceivedAt = March + (41 * 86400) - 1)];
        Assert.Equal([new AggregateHead("example.com", March, March + (41 * 86400) - 1)], (await ExportAsync(rows)).Select(r => r.Head));
        List<(AggregateHead Head, string Xml)> months = await ExportAsync(rows, period: AggregatePeriod.Month);
        Assert.Equal(["2026-03-01 2026-03-31", "2026-04-01 2026-04-30"], months.Select(m => $"{Day(m.Head.Begin)} {Day(m.Head.End)}"));
        Assert.Equal(2, (await ExportAsync(rows, period: AggregatePeriod.Day)).Count);
    }

    [Fact]
    public async Task A_date_before_1970_is_no_sign_in_a_file_name()
    {
        MessageRow[] rows = [.. ((long[])[-62135596800, -86400, -1, 5]).Select(t => Row(r => (r.ReceivedAt, r.Date) = (null, t)))];
        foreach (AggregatePeriod period in Enum.GetValues<AggregatePeriod>())
        {
            foreach ((AggregateHead head, string xml) in await ExportAsync(rows, period: period))
            {
                Validate(xml, AggregateSchema.Rfc9990);
                Assert.Matches("^receiver\\.example![a-z.]+![0-9]+![0-9]+\\.xml$", head.FileName("receiver.example"));
            }
        }
    }

    [Fact]
    public void The_longest_names_make_a_file_name_that_every_file_system_takes() =>
        Assert.InRange(new AggregateHead(new string('a', 253), 10_000_000_000, 10_000_000_000).FileName(new string('b', 253)).Length, 1, 255);

    [Fact]
    public async Task Bytes_do_not_depend_on_the_order_of_the_rows()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 300).Select(i => Row(r => (r.ClientIp, r.Dkim[0].S, r.ReceivedAt) = ($"192.0.2.{i % 7}", $"s{i % 5}", March + i)))];
        List<(AggregateHead, string)> one = await ExportAsync(rows);
        Assert.Equal(one, await ExportAsync([.. rows.Reverse()]));
    }

    [Fact]
    public async Task What_no_report_can_hold_is_counted()
    {
        MessageRow[] rows = [Row(), Row(r => r.Class = "never-received"), Row(r => r.ClientIp = ""), Row(r => (r.DmarcResult, r.DmarcPolicyDomain) = ("none", ""))];
        Assert.Equal("1", Elements((await ExportAsync(rows)).Single().Xml, "count").Single().Value);
        Assert.Equal(
            ["address of the client not known 1", "never received 1", "no policy applies 1"],
            AggregateExport.CountLeftOut([await FileAsync(rows)], Bounds, TestContext.Current.CancellationToken).Select(l => $"{l.Why} {l.Count}"));
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b\\c:d\n")]
    [InlineData("")]
    public void File_names_stay_in_the_folder_and_tell_domains_apart(string domain)
    {
        string name = new AggregateHead(domain, 1, 2).FileName("r.example");
        Assert.Equal(name, Path.GetFileName(name));
        Assert.Matches(@"^r\.example!(?!\.)[A-Za-z0-9_.-]+!1!2(![0-9A-F]{16})?\.xml$", name);
        Assert.DoesNotContain("..", name, StringComparison.Ordinal);
        Assert.InRange(new AggregateHead(domain + new string('x', 5000), 1, 2).FileName("r.example").Length, 10, 250);
        Assert.NotEqual(new AggregateHead(domain + "/b", 1, 2).FileName("r"), new AggregateHead(domain + ":b", 1, 2).FileName("r"));
    }

    private const string AppendixB = """
        <feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
          <version>1.0</version>
          <report_metadata><date_range><begin>302832000</begin><end>302918399</end></date_range></report_metadata>
          <policy_published>
            <domain>example.com</domain><p>quarantine</p><sp>none</sp><np>none</np><testing>n</testing><discovery_method>treewalk</discovery_method>
          </policy_published>
          <record>
            <row>
              <source_ip>192.0.2.123</source_ip><count>123</count>
              <policy_evaluated><disposition>pass</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated>
            </row>
            <identifiers><envelope_from>example.com</envelope_from><header_from>example.com</header_from></identifiers>
            <auth_results>
              <dkim><domain>example.com</domain><result>pass</result><selector>abc123</selector></dkim>
              <spf><domain>example.com</domain><result>fail</result></spf>
            </auth_results>
          </record>
        </feedback>
        """;

    /// <summary>Each text with the path of its elements.</summary>
    private static string[] Leaves(XElement element, string path = "") =>
        element.HasElements ? [.. element.Elements().SelectMany(e => Leaves(e, $"{path}/{element.Name}"))] : [$"{path}/{element.Name} {element.Value}"];

    private QueryOptions Bounds => new() { MemoryBytes = 256 << 20, Threads = 2, SpillFolder = Path.Combine(_folder, "spill") };

    private static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<XElement> Elements(string xml, string name) => XDocument.Parse(xml).Descendants().Where(e => e.Name.LocalName == name);

    private static void Validate(string xml, AggregateSchema schema)
    {
        using Stream resource = typeof(AggregateExportTests).Assembly.GetManifestResourceStream(schema == AggregateSchema.Rfc9990 ? "rfc9990.xsd" : "rfc7489.xsd")!;
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(resource));
        schemas.Compile();
        var errors = new List<string>();
        XDocument document = XDocument.Parse(xml);
        Assert.NotNull(schemas.GlobalElements[new XmlQualifiedName("feedback", document.Root!.Name.NamespaceName)]);
        document.Validate(schemas, (_, e) => errors.Add(e.Message));
        Assert.Empty(errors);
    }

    private static MessageRow Row(Action<MessageRow>? change = null)
    {
        var row = new MessageRow
        {
            Class = "received",
            ReceivedAt = March + 3600,
            AuthorDomain = "example.com",
            MailFrom = "bounce@example.com",
            ClientIp = "192.0.2.1",
            SpfResult = "pass",
            SpfDomain = "example.com",
            SpfReason = "MatchedIp4",
            SpfAligned = true,
            DmarcResult = "pass",
            DmarcPolicy = "reject",
            DmarcEffectivePolicy = "reject",
            DmarcRules = "9989",
            DmarcPolicyDomain = "example.com",
            Dkim = [new SignatureRow { D = "example.com", S = "s1", Result = "pass", Reason = "Verified", Aligned = true }],
        };
        change?.Invoke(row);
        return row;
    }

    private async Task<List<(AggregateHead Head, string Xml)>> ExportAsync(MessageRow[] rows, AggregateSchema schema = AggregateSchema.Rfc9990, AggregatePeriod period = AggregatePeriod.Run, string? zone = null)
    {
        var reports = new List<(AggregateHead Head, MemoryStream Content)>();
        var options = new AggregateOptions { Schema = schema, Period = period, OrganizationName = "R & D", Email = "dmarc@r.example", RunId = "0123abcd", Generator = "BulkVerify 0" };
        IDnsView dns = ZoneView.Parse(zone ?? "_dmarc.example.com. 60 IN TXT \"v=DMARC1; p=reject; sp=quarantine; aspf=s; fo=1:d; pct=50\"\n");
        int count = AggregateExport.Write([await FileAsync(rows)], dns, options, Bounds, Open, TestContext.Current.CancellationToken);
        Assert.Equal(count, reports.Count);
        return [.. reports.Select(r => (r.Head, System.Text.Encoding.UTF8.GetString(r.Content.ToArray())))];

        Stream Open(AggregateHead head)
        {
            var content = new MemoryStream();
            reports.Add((head, content));
            return content;
        }
    }

    private async Task<string> FileAsync(MessageRow[] rows)
    {
        string path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.parquet");
        await using var writer = new RowFileWriter(path);
        foreach (MessageRow row in rows)
            await writer.AddAsync(row, TestContext.Current.CancellationToken);
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        return path;
    }
}
