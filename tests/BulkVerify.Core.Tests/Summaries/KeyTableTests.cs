using BulkVerify.Dns;
using BulkVerify.Statistics;
using BulkVerify.Summaries;
using CsCheck;

namespace BulkVerify.Tests.Summaries;

public class KeyTableTests
{
    private const string Rsa1024 = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

    [Fact]
    public void A_key_has_one_line_with_its_strength_its_times_and_what_to_mend()
    {
        SummaryTable table = Keys("", [
            Row(1_700_000_000, "example.com", "s1", bits: 1024, set: s => (s.Testing, s.LengthUsed) = (true, true)),
            Row(1_750_000_000, "example.com", "s1", bits: 1024, set: s => (s.Result, s.Reason, s.DuplicatesUnsigned) = ("fail", "BodyHashMismatch", true))]);
        Assert.Equal(("example.com", "s1", 2L, 0.5, "1024"), (table.Cell(0, "domain"), table.Cell(0, "selector"), table.Cell(0, "messages"), table.Cell(0, "pass_share"), table.Cell(0, "bits")));
        Assert.Equal((1_700_000_000L, 1_750_000_000L), (table.Cell(0, "first"), table.Cell(0, "last")));
        Assert.Equal("use 2048 bits; t=y: still in test; l= in 1: more can be appended; repeated From or Subject not signed in 1; not replaced in 578 days", table.Cell(0, "notes"));
    }

    [Fact]
    public void A_message_signed_twice_by_a_key_counts_once_and_a_lost_key_is_in_no_rate()
    {
        MessageRow twice = Row(1, "example.com", "s1");
        twice.Dkim.Add(twice.Dkim[0]);
        SummaryTable table = Keys("", [twice, Row(2, "example.com", "s1", set: s => (s.Result, s.Reason, s.Bits) = ("permerror", "KeyNotFound", 0))]);
        Assert.Equal((2L, 1L, 1.0), (table.Cell(0, "messages"), table.Cell(0, "judged"), table.Cell(0, "pass_share")));
    }

    [Fact]
    public void A_key_that_takes_over_says_from_which_and_how_long_nothing_was_signed()
    {
        const long day = 86_400;
        SummaryTable table = Keys("", [Row(10 * day, "example.com", "s1"), Row(20 * day, "example.com", "s1"), Row(30 * day, "example.com", "s2"), Row(30 * day, "example.org", "s2")]);
        Assert.Equal(["", "took over from s1 on 1970-01-31, 10 days after its last use", ""], table.Column("rotation"));
    }

    [Fact]
    public void Keys_that_sign_side_by_side_do_not_take_over_from_each_other()
    {
        const long day = 86_400;
        SummaryTable table = Keys("", [Row(10 * day, "example.com", "s1"), Row(160 * day, "example.com", "s1"), Row(11 * day, "example.com", "s2"), Row(180 * day, "example.com", "s2")]);
        Assert.Equal(["", ""], table.Column("rotation"));
    }

    [Fact]
    public void The_last_mail_of_an_old_key_may_come_after_the_first_one_of_the_new()
    {
        const long day = 86_400;
        SummaryTable table = Keys("", [Row(10 * day, "example.com", "s1"), Row(91 * day, "example.com", "s1"), Row(90 * day, "example.com", "s2"), Row(180 * day, "example.com", "s2")]);
        Assert.Equal(["", "took over from s1 on 1970-04-01"], table.Column("rotation"));
    }

    [Fact]
    public void The_same_key_under_several_organizations_and_a_record_that_is_gone_are_told()
    {
        SummaryTable table = Keys($"""
            s1._domainkey.example.com. IN TXT "p={Rsa1024}"
            s1._domainkey.mail.example.com. IN TXT "p={Rsa1024}"
            s1._domainkey.example.org. IN TXT "v=DKIM1; k=rsa; p={Rsa1024}"
            s2._domainkey.example.net. IN TXT "p="
            """, [Row(1, "example.com", "s1"), Row(1, "mail.example.com", "s1"), Row(1, "example.org", "s1"), Row(1, "example.net", "s2"), Row(1, "example.net", "s3")]);
        Assert.Equal(["same key in 1 other organization", "", "", "same key in 1 other organization", "same key in 1 other organization"], table.Column("shared_with"));
        Assert.Equal(["published", "revoked", "not recorded", "published", "published"], new[] { 0, 1, 2, 3, 4 }.Select(i => table.Cell(i, "record")));
        Assert.Equal("key revoked", table.Cell(1, "notes"));
    }

    [Fact]
    public void Beyond_the_bound_keys_count_as_others()
    {
        var keys = new KeyTable(SummaryContext.Default, ZoneView.Parse(";bulkverify partial\n"), TableText.List, GroupBound.First(2));
        SummaryTable table = TableText.Of(keys, Enumerable.Range(0, 9).Select(i => Row(1, "example.com", $"s{i}")));
        Assert.Equal(["example.com", "example.com", SummaryGroups.Others], table.Column("domain"));
        Assert.Equal(9L, table.Column("messages").Sum(m => (long)m!));
    }

    [Fact]
    public void The_order_of_messages_does_not_matter()
    {
        Gen.Select(Statistics.RowSamples.Row.Array[0, 40], Gen.Int).Sample((rows, seed) =>
        {
            MessageRow[] shuffled = [.. rows];
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(TableText.Csv(Keys("", rows)), TableText.Csv(Keys("", shuffled)));
        });
    }

    private static SummaryTable Keys(string zone, IEnumerable<MessageRow> rows) => TableText.Of(new KeyTable(SummaryContext.Default, ZoneView.Parse($";bulkverify partial\n{zone}\n"), TableText.List), rows);

    private static MessageRow Row(long time, string domain, string selector, int bits = 2048, Action<SignatureRow>? set = null)
    {
        MessageRow row = StreamSample.Row("vendor", "Vendor");
        row.ReceivedAt = time;
        StreamSample.Sign(row, domain, selector, bits: bits);
        set?.Invoke(row.Dkim[0]);
        return row;
    }
}
