using BulkVerify.Dns;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class SpfTableTests
{
    private const string Zone = """
        example.com. IN TXT "v=spf1 include:sendgrid.net include:_spf.mailjet.test include:spf.mandrillapp.com a mx ip4:192.0.2.1 -all include:never.example"
        example.com. IN A 192.0.2.7
        ;bulkverify nodata example.com MX
        sendgrid.net. IN TXT "v=spf1 ip4:198.51.100.0/24 -all"
        _spf.mailjet.test. IN TXT "v=spf1 include:a.mailjet.test include:b.mailjet.test -all"
        a.mailjet.test. IN TXT "v=spf1 -all"
        b.mailjet.test. IN TXT "v=spf1 -all"
        ;bulkverify nxdomain spf.mandrillapp.com
        """;

    [Fact]
    public void Each_include_has_its_look_ups_its_messages_and_a_verdict()
    {
        SummaryTable table = Of(Zone, Pass("include:sendgrid.net > ip4:198.51.100.0/24", aligned: true), Pass("include:sendgrid.net > ip4:198.51.100.0/24", aligned: false), Fail());
        Assert.Equal(["whole record", "include:sendgrid.net", "include:_spf.mailjet.test", "include:_spf.mailjet.test > include:a.mailjet.test", "include:_spf.mailjet.test > include:b.mailjet.test",
            "include:spf.mandrillapp.com", "a", "mx"], table.Column("term"));
        Assert.Equal([7L, 1L, 3L, 1L, 1L, 1L, 1L, 1L], table.Column("lookups"));
        Assert.Equal([2L, 0L, 0L, 0L, 0L, 1L, 0L, 1L], table.Column("voids"));
        Assert.Equal([3L, 2L, 0L, 0L, 0L, 0L, 0L, 0L], table.Column("messages"));
        Assert.Equal([1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L], table.Column("aligned"));
        Assert.Equal("sendgrid", table.Cell(1, "vendor"));
        Assert.Equal("3 look-ups, 0 messages: remove unless other mail needs it", table.Cell(2, "verdict"));
        Assert.Equal("1 look-up, no SPF record: remove or mend", table.Cell(5, "verdict"));
    }

    [Fact]
    public void An_include_of_a_vendor_that_uses_another_MAIL_FROM_does_nothing()
    {
        MessageRow elsewhere = Fail();
        (elsewhere.Sender, elsewhere.SpfDomain) = ("sendgrid", "u1.wl.sendgrid.net");
        SummaryTable table = Of(Zone, Fail(), elsewhere);
        Assert.Equal("1 look-up, 0 messages: its 1 for this From domain have another MAIL FROM: remove", table.Cell(1, "verdict"));
    }

    [Fact]
    public void A_term_that_other_records_lead_to_is_needed()
    {
        const string zone = """
            example.com. IN TXT "v=spf1 ip4:192.0.2.1 include:a.example a:gone.example.com -all"
            shop.example. IN TXT "v=spf1 redirect=example.com"
            a.example. IN TXT "v=spf1 ip4:198.51.100.0/24 -all"
            ;bulkverify nxdomain gone.example.com
            """;
        SummaryTable table = Of(zone, Pass("ip4:192.0.2.1", aligned: true), Shop("redirect=example.com > include:a.example > ip4:198.51.100.0/24"), Shop("redirect=example.com > include:a.example > ip4:198.51.100.0/24"));
        string[] places = [.. table.Column("domain").Zip(table.Column("term"), (d, t) => $"{d} {t}")];
        Assert.Equal("1 look-up, 0 messages: needed for 2 messages whose records lead to this one", table.Cell(Array.IndexOf(places, "example.com include:a.example"), "verdict"));
        Assert.Equal("1 void look-up, 0 messages: remove unless other mail needs it", table.Cell(Array.IndexOf(places, "example.com a:gone.example.com"), "verdict"));
        Assert.Equal((2L, "1 look-up"), (table.Cell(Array.IndexOf(places, "shop.example redirect=example.com > include:a.example"), "messages"), table.Cell(Array.IndexOf(places, "shop.example redirect=example.com > include:a.example"), "verdict")));
    }

    [Fact]
    public void A_term_of_a_record_of_others_is_theirs_to_remove()
    {
        var context = new SummaryContext(SummaryContext.Default.Catalog, SummaryContext.Default.PublicSuffixes, [DomainName.Parse("example.com")]);
        SummaryTable table = Of(context, Zone, Pass("include:_spf.mailjet.test > include:a.mailjet.test", aligned: true));
        Assert.Equal("1 look-up, 0 messages", table.Cell(4, "verdict"));
        Assert.Equal("1 look-up, 0 messages: remove unless other mail needs it", table.Cell(6, "verdict"));
    }

    [Fact]
    public void For_people_terms_of_an_included_record_stand_below_the_term_that_leads_there()
    {
        var spf = new SpfTable(SummaryContext.Default, ZoneView.Parse($";bulkverify partial\n{Zone}\n"), TableText.List);
        spf.Add(Fail());
        Assert.Equal(["whole record", "include:sendgrid.net", "include:_spf.mailjet.test", "> include:a.mailjet.test", "> include:b.mailjet.test", "include:spf.mandrillapp.com", "a", "mx"], spf.ToPeoplesTable().Column("term"));
    }

    [Fact]
    public void An_address_that_is_a_forwarders_says_nothing_of_the_record()
    {
        MessageRow forwarded = Fail();
        forwarded.Indirect = "forwarded";
        Assert.Equal(1L, Of(Zone, Fail(), forwarded).Cell(0, "messages"));
    }

    [Fact]
    public void A_record_over_the_limit_says_so()
    {
        string zone = $"example.com. IN TXT \"v=spf1 {string.Join(' ', Enumerable.Range(0, 11).Select(i => $"exists:e{i}.example.com"))} -all\"\n";
        Assert.StartsWith("at least 11 look-ups, 10 allowed", (string)Of(zone, Fail()).Cell(0, "verdict")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_includes_itself_ends()
    {
        SummaryTable table = Of("example.com. IN TXT \"v=spf1 include:example.com include:example.com -all\"\n", Fail());
        Assert.InRange((long)table.Cell(0, "lookups")!, 11, BulkVerify.Evaluation.Spf.SpfCostCounter.MaxTerms);
    }

    [Fact]
    public void What_is_not_recorded_is_a_least_count()
    {
        SummaryTable table = Of("example.com. IN TXT \"v=spf1 include:other.example -all\"\n", Fail());
        Assert.Equal(("at least 1 of 10 look-ups", false), (table.Cell(0, "verdict"), table.Cell(0, "fully_recorded")));
    }

    [Fact]
    public void Addresses_of_a_long_record_take_no_room_from_terms_that_cause_look_ups()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 300).Select(i => Pass($"include:sendgrid.net > ip4:198.51.100.{i}", aligned: true)), Pass("a", aligned: true)];
        SummaryTable table = Of(Zone, rows);
        Assert.Equal([301L, 300L, 0L, 0L, 0L, 0L, 1L, 0L], table.Column("messages"));
    }

    [Fact]
    public void What_is_not_counted_is_not_said_to_be_unused()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 201).Select(i => Pass($"include:{i}.example", aligned: true)), Pass("include:sendgrid.net > ip4:198.51.100.0/24", aligned: true)];
        SummaryTable table = Of(Zone, rows);
        Assert.Null(table.Cell(1, "messages"));
        Assert.Equal("1 look-up, messages not counted: mail came by more than 200 terms of this record", table.Cell(1, "verdict"));
    }

    [Fact]
    public void A_record_with_more_terms_than_are_counted_has_a_least_count()
    {
        string zone = $"example.com. IN TXT \"v=spf1 {string.Join(' ', Enumerable.Range(0, 140).Select(i => $"exists:e{i}.example.com"))} -all\"\n{string.Concat(Enumerable.Range(0, 140).Select(i => $"e{i}.example.com. IN A 127.0.0.2\n"))}";
        Assert.StartsWith("at least 100 look-ups, 10 allowed", (string)Of(zone, Fail()).Cell(0, "verdict")!, StringComparison.Ordinal);
    }

    private static SummaryTable Of(string zone, params MessageRow[] rows) => Of(SummaryContext.Default, zone, rows);

    private static SummaryTable Of(SummaryContext context, string zone, params MessageRow[] rows) => TableText.Of(new SpfTable(context, ZoneView.Parse($";bulkverify partial\n{zone}\n"), TableText.List), rows);

    private static MessageRow Pass(string path, bool aligned)
    {
        MessageRow row = StreamSample.Row("sendgrid", "Vendor");
        StreamSample.Spf(row, "pass", "example.com", "MatchedInclude", aligned);
        row.SpfPath = path;
        return row;
    }

    private static MessageRow Shop(string path)
    {
        MessageRow row = Pass(path, aligned: true);
        row.SpfDomain = "shop.example";
        return row;
    }

    private static MessageRow Fail()
    {
        MessageRow row = StreamSample.Row("example.com", "Own");
        StreamSample.Spf(row, "fail", "example.com", "MatchedAll");
        return row;
    }
}
