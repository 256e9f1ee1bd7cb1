using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Tests.Summaries;

public class ChangeTableTests
{
    private const long Start = 1_767_225_600;

    [Theory]
    [InlineData(40, 20)]
    [InlineData(5000, 1234)]
    [InlineData(20_000, 19_990)]
    public void A_seeded_break_is_dated_to_the_message_and_names_the_selector(int messages, int broken)
    {
        StreamChange change = Assert.Single(Changes(messages, i => i < broken ? Signed(i, "s1") : Signed(i, "s2", "fail", "SignatureMismatch")));
        Assert.Equal(("dkim", true, Time(broken), "selector s1 -> s2 of example.com"), (change.Mechanism, change.IsBreak, change.At, change.Cause));
        Assert.Equal((broken, broken, 0, messages - broken), (change.PassBefore, change.Before, change.PassAfter, change.After));
    }

    [Fact]
    public void Failures_here_and_there_are_no_break_and_hide_none()
    {
        Assert.Empty(Changes(500, i => i % 9 == 4 ? Signed(i, "s1", "fail", "BodyHashMismatch") : Signed(i, "s1")));
        StreamChange change = Assert.Single(Changes(500, i => i >= 300 ? Unsigned(i) : i % 23 == 4 ? Signed(i, "s1", "fail", "BodyHashMismatch") : Signed(i, "s1")));
        Assert.InRange(change.At, Time(299), Time(301));
        Assert.Equal("no longer signed, was s1._domainkey.example.com", change.Cause);
    }

    [Fact]
    public void A_key_that_is_replaced_under_its_selector_is_told_from_a_body_that_is_changed()
    {
        Assert.StartsWith("s1._domainkey.example.com: key replaced under the same selector", Assert.Single(Changes(30, i => i < 15 ? Signed(i, "s1") : Signed(i, "s1", "fail", "SignatureMismatch"))).Cause, StringComparison.Ordinal);
        Assert.Equal("s1._domainkey.example.com: the body is changed after signing from then on", Assert.Single(Changes(30, i => i < 15 ? Signed(i, "s1") : Signed(i, "s1", "fail", "BodyHashMismatch"))).Cause);
    }

    [Fact]
    public void A_selector_that_nobody_published_is_a_break_and_a_retired_one_is_none()
    {
        StreamChange change = Assert.Single(Changes(40, i => i < 20 ? Signed(i, "s1") : Signed(i, "s2", "permerror", "KeyNotFound")));
        Assert.Equal(("key", true, Time(20), 20L, "selector s1 -> s2 of example.com; the DNS does not have the key"), (change.Mechanism, change.IsBreak, change.At, change.Lost, change.Cause));
        Assert.Empty(Changes(40, i => i < 20 ? Signed(i, "s1", "permerror", "KeyNotFound") : Signed(i, "s2")));
        Assert.Empty(Changes(60, i => i is >= 20 and < 40 ? Signed(i, "s2", "permerror", "KeyNotFound") : Signed(i, i < 20 ? "s1" : "s3")));
        Assert.Empty(Changes(40, i => i < 20 ? Signed(i, "s1") : Signed(i, "s2", "permerror", "KeyNotRecorded")));
    }

    [Fact]
    public void A_key_that_is_gone_a_year_after_its_mail_was_retired()
    {
        RunStatistics statistics = StreamSample.Count([.. Enumerable.Range(0, 40).Select(i => i < 20 ? Signed(i, "s1") : Signed(i, "s2", "permerror", "KeyNotFound"))]);
        Assert.Single(Summary.From(statistics, [], SummaryContext.Default with { AskedAt = Time(40) }).Changes);
        Assert.Empty(Summary.From(statistics, [], SummaryContext.Default with { AskedAt = Time(40) + (400 * 86_400) }).Changes);
    }

    [Fact]
    public void SPF_that_breaks_names_new_addresses_another_envelope_or_the_record()
    {
        Assert.Equal("addresses 192.0.2.0/24 -> 198.51.100.0/24", Assert.Single(Changes(30, i => Sent(i, i < 15, "example.com", i < 15 ? "192.0.2.7" : "198.51.100.9"))).Cause);
        Assert.Equal("MAIL FROM example.com -> vendor.example", Assert.Single(Changes(30, i => Sent(i, i < 15, i < 15 ? "example.com" : "vendor.example", "192.0.2.7"))).Cause);
        Assert.Equal("SPF record edited or broken: too many lookups from then on", Assert.Single(Changes(30, i => Sent(i, i < 15, "example.com", "192.0.2.7", "TooManyLookups"))).Cause);
    }

    [Fact]
    public void SPF_that_is_mended_names_the_addresses_that_are_gone()
    {
        IReadOnlyList<StreamChange> changes = Changes(90, i => Sent(i, i is < 30 or >= 60, "example.com", i is < 30 or >= 60 ? "192.0.2.7" : "198.51.100.9"));
        Assert.Equal([("new addresses 198.51.100.0/24", true), ("no more mail from 198.51.100.0/24", false)], changes.Select(c => (c.Cause, c.IsBreak)));
    }

    [Fact]
    public void Stray_messages_hide_neither_what_came_nor_what_went()
    {
        StreamChange change = Assert.Single(Changes(120, i => i switch
        {
            7 => Signed(i, "s2", "fail", "SignatureMismatch"),
            19 => Signed(i, "odd", "permerror", "UnknownAlgorithm"),
            101 => Signed(i, "s1"),
            < 60 => Signed(i, "s1"),
            61 => Signed(i, "s2", "permerror", "UnknownAlgorithm"),
            _ => Signed(i, "s2", "fail", "SignatureMismatch"),
        }));
        Assert.Equal((Time(60), "selector s1 -> s2 of example.com"), (change.At, change.Cause));
        // A failure of another kind just before the change counts to it, and is not its cause.
        change = Assert.Single(Changes(120, i => i == 59 ? Signed(i, "s1", "permerror", "UnknownAlgorithm") : i < 60 ? Signed(i, "s1") : Signed(i, "s2", "fail", "SignatureMismatch")));
        Assert.Equal((Time(59), "selector s1 -> s2 of example.com"), (change.At, change.Cause));
    }

    [Fact]
    public void What_is_mended_has_a_date_too()
    {
        IReadOnlyList<StreamChange> changes = Changes(60, i => i is >= 20 and < 40 ? Unsigned(i) : Signed(i, i < 20 ? "s1" : "s2"));
        Assert.Equal([(true, Time(20)), (false, Time(40))], changes.Select(c => (c.IsBreak, c.At)));
        Assert.Equal("no signature -> s2._domainkey.example.com", changes[1].Cause);
    }

    [Fact]
    public void A_From_domain_that_takes_over_and_fails_is_a_break()
    {
        MessageRow[] rows = [.. Enumerable.Range(0, 10).Select(i => Signed(i, "s1")), .. Enumerable.Range(10, 10).Select(i =>
        {
            MessageRow row = Sent(i, false, "vendor.example", "192.0.2.7");
            row.AuthorDomain = row.OrganizationalDomain = "example.org";
            return row;
        })];
        StreamChange change = Assert.Single(Summary.From(StreamSample.Count(rows), []).Changes);
        Assert.Equal(("from", "From domain example.com -> example.org", Time(10)), (change.Mechanism, change.Cause, change.At));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("example.com", 0)]
    [InlineData("example.com,example.org", 1)]
    public void Customers_of_a_vendor_that_come_and_go_are_no_break_of_each_other(string organizations, int breaks)
    {
        MessageRow[] rows =
        [
            .. Enumerable.Range(0, 10).Select(i => Signed(i, "s1")),
            .. Enumerable.Range(10, 10).Select(i => Of("example.org", Sent(i, false, "vendor.example", "192.0.2.7"))),
            .. Enumerable.Range(0, 20).Select(i => Of("example.net", Sent(i, true, "example.net", "192.0.2.7"))),
        ];
        DomainName[] named = [.. organizations.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(DomainName.Parse)];
        Assert.Equal(breaks, Summary.From(StreamSample.Count(rows), [], SummaryContext.Default with { Organizations = named }).Changes.Count(c => c.Mechanism == "from"));

        static MessageRow Of(string author, MessageRow row)
        {
            row.AuthorDomain = row.OrganizationalDomain = author;
            return row;
        }
    }

    [Fact]
    public void A_vendor_that_takes_over_a_From_domain_and_fails_is_told_with_the_one_that_stopped()
    {
        StreamChange change = Assert.Single(Arrivals([.. Mail("mailchimp", 0, 40, passes: true), .. Mail("zendesk", 42, 60, passes: false)]));
        Assert.Equal(("zendesk", "example.com", "sender", ChangeKind.Began, Time(42), 18L), (change.Sender, change.AuthorDomain, change.Mechanism, change.Kind, change.At, change.Lost));
        Assert.Equal($"first mail of it with this From domain; mailchimp, which passed, stopped on {CsvText.Day(Time(39))}", change.Cause);
        Assert.Equal((40, 40, 0, 18), (change.PassBefore, change.Before, change.PassAfter, change.After));
    }

    [Fact]
    public void A_vendor_that_joins_others_and_fails_follows_nobody()
    {
        StreamChange change = Assert.Single(Arrivals([.. Mail("mailchimp", 0, 80, passes: true), .. Mail("zendesk", 42, 60, passes: false)]));
        Assert.Equal(("zendesk", 0L, "first mail of it with this From domain"), (change.Sender, change.Before, change.Cause));
        SummaryTable table = ChangeTable.Of([change]);
        Assert.Equal(("began", null, 0.0), (table.Cell(0, "kind"), table.Cell(0, "pass_before"), table.Cell(0, "pass_after")));
    }

    [Fact]
    public void A_vendor_that_passes_or_was_always_there_is_no_arrival()
    {
        Assert.Empty(Arrivals([.. Mail("mailchimp", 0, 40, passes: true), .. Mail("zendesk", 42, 60, passes: true)]));
        Assert.Empty(Arrivals([.. Mail("mailchimp", 0, 40, passes: true), .. Mail("zendesk", 1, 60, passes: false)]));
        // It sends so seldom that its first mail says nothing.
        Assert.Empty(Arrivals([.. Mail("mailchimp", 0, 60, passes: true), .. Mail("zendesk", 20, 60, passes: false, every: 10)]));
        Assert.Empty(Arrivals([.. Mail("mailchimp", 0, 40, passes: false), .. Mail("zendesk", 42, 60, passes: false)]));
    }

    [Theory]
    [InlineData(true, 20, 1)]
    [InlineData(true, 80, 0)]
    [InlineData(false, 20, 0)]
    public void A_sender_that_is_no_known_vendor_arrives_only_where_it_takes_over_and_authenticates(bool authenticates, int othersUpTo, int expected)
    {
        MessageRow[] rows =
        [
            .. Mail("mailchimp", 0, othersUpTo, passes: true),
            .. Mail("new.example", 42, 60, passes: false).Select(row =>
            {
                row.SenderKind = "Domain";
                StreamSample.Spf(row, authenticates ? "pass" : "fail", "new.example");
                row.Dkim.Clear();
                return row;
            }),
        ];
        Assert.Equal(expected, Arrivals(rows).Count);
    }

    [Fact]
    public void Mail_that_a_forwarder_sends_on_is_forwarded_and_not_broken()
    {
        IReadOnlyList<StreamChange> changes = Changes(60, i =>
        {
            MessageRow row = Signed(i, "s1");
            StreamSample.Spf(row, i < 30 ? "pass" : "fail", "example.com", aligned: i < 30);
            if (i >= 30)
                (row.Relay, row.RelayOrganization, row.RelayedFor, row.HandedBy) = ("fwd1.alumni.example", "alumni.example", "alumni.example", "mx.example.com");
            return row;
        });
        StreamChange change = Assert.Single(changes);
        Assert.Equal(("route", ChangeKind.Forwarded, Time(30), 0L), (change.Mechanism, change.Kind, change.At, change.Lost));
        Assert.Equal("sent on by fwd1.alumni.example from then on: SPF is the forwarder's, and DKIM passes still", change.Cause);
    }

    [Fact]
    public void A_few_messages_make_no_break() => Assert.Empty(Changes(4, i => i < 2 ? Signed(i, "s1") : Unsigned(i)));

    private static IReadOnlyList<StreamChange> Arrivals(MessageRow[] rows) => [.. Summary.From(StreamSample.Count(rows), []).Changes.Where(c => c.Mechanism == "sender")];

    private static IEnumerable<MessageRow> Mail(string sender, int from, int to, bool passes, int every = 1) => Enumerable.Range(from, to - from).Where(i => i % every == 0).Select(i =>
    {
        MessageRow row = StreamSample.Row(sender, "Vendor");
        (row.ReceivedAt, row.Offset) = (Time(i), (sender.Length * 1000L) + i);
        StreamSample.Sign(row, passes ? "example.com" : "vendor.example", "s1", aligned: passes);
        return row;
    });

    private static IReadOnlyList<StreamChange> Changes(int messages, Func<int, MessageRow> row)
    {
        MessageRow[] rows = [.. Enumerable.Range(0, messages).Select(row)];
        // Splits come in any order.
        RunStatistics statistics = StreamSample.Count([.. rows.Where((_, i) => i % 3 == 1)]);
        statistics.Merge(StreamSample.Count([.. rows.Where((_, i) => i % 3 != 1).Reverse()]));
        return Summary.From(statistics, []).Changes;
    }

    private static long Time(int i) => Start + (i * 3607L);

    private static MessageRow Unsigned(int i)
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        (row.ReceivedAt, row.Offset, row.SpfReason) = (Time(i), i, "NoClientAddress");
        return row;
    }

    private static MessageRow Signed(int i, string selector, string result = "pass", string reason = "Verified")
    {
        MessageRow row = Unsigned(i);
        StreamSample.Sign(row, "example.com", selector, result: result, reason: reason);
        return row;
    }

    private static MessageRow Sent(int i, bool passes, string domain, string address, string reason = "MatchedAll")
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        (row.ReceivedAt, row.Offset, row.ClientIp) = (Time(i), i, address);
        StreamSample.Spf(row, passes ? "pass" : "fail", domain, passes ? "MatchedIp4" : reason, passes);
        return row;
    }
}
