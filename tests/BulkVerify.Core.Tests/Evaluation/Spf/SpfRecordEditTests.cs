using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Spf;

public class SpfRecordEditTests
{
    [Theory]
    [InlineData("v=spf1 -all", "v=spf1 include:x.example -all")]
    [InlineData("v=spf1 ip4:192.0.2.1 ~all", "v=spf1 ip4:192.0.2.1 include:x.example ~all")]
    [InlineData("v=spf1 mx redirect=_spf.example.com", "v=spf1 mx include:x.example redirect=_spf.example.com")]
    [InlineData("v=spf1 a exp=why.example.com ALL", "v=spf1 a include:x.example exp=why.example.com ALL")]
    [InlineData("v=spf1", "v=spf1 include:x.example")]
    [InlineData("v=spf1 exists:%{i}._spf.%{d2}=x.example ?all", "v=spf1 exists:%{i}._spf.%{d2}=x.example include:x.example ?all")]
    public void A_term_goes_in_front_of_what_catches_the_rest_and_the_rest_stays(string record, string expected) =>
        Assert.Equal(expected, SpfRecordEdit.Insert(record, "include:x.example"));

    [Theory]
    [InlineData("v=spf1 include:a.example ip4:192.0.2.1 include:b.example ~all", "v=spf1 include:a.example ip4:192.0.2.1 ~all", "v=spf1 include:b.example -all")]
    [InlineData("v=spf1 mx a exp=one.example", "v=spf1 +mx exp=one.example", "v=spf1 MX a exp=two.example")]
    [InlineData("v=spf1 exists:%{i}._spf.%{d2}=x.example ?all", "v=spf1 exists:%{i}._spf.%{d2}=x.example -all", "v=spf1 ?all")]
    [InlineData("v=spf1", "v=spf1", "V=SPF1 ")]
    [InlineData(null, "v=spf1 redirect=a.example", "v=spf1 mx -all")]
    [InlineData(null, "v=spf1 -ip4:192.0.2.1 mx -all", "v=spf1 a -all")]
    [InlineData(null, "v=spf1 mx all", "v=spf1 a -all")]
    [InlineData(null, "v=spf1 mx +all", "v=spf1 a -all")]
    [InlineData(null, "v=spf1 ip4:192.0.2.300 -all", "v=spf1 a -all")]
    public void Several_records_become_one_where_no_order_of_terms_decides(string? expected, params string[] records) =>
        Assert.Equal(expected, SpfRecordEdit.Join(records));

    [Fact]
    public void Look_ups_are_counted_over_the_whole_tree()
    {
        ZoneView dns = ZoneView.Parse("""
            example.com. IN TXT "v=spf1 a mx include:a.example include:b.example ip4:192.0.2.1 -all"
            a.example. IN TXT "v=spf1 include:c.example ~all"
            b.example. IN TXT "v=spf1 redirect=c.example"
            c.example. IN TXT "v=spf1 ip4:198.51.100.0/24 exists:x.example -all"

            """);
        SpfRecordTree tree = SpfRecordTree.At(DomainName.Parse("example.com"), dns);
        Assert.Equal((8, true), (tree.Lookups, tree.IsWhole));
        Assert.Equal(["a.example", "b.example", "c.example", "example.com"], tree.Names.Select(n => n.Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(";bulkverify partial\nexample.com. IN TXT \"v=spf1 include:gone.example -all\"\n")]
    [InlineData("example.com. IN TXT \"v=spf1 include:%{d}.example -all\"\n")]
    [InlineData("example.com. IN TXT \"v=spf1 include:example.com -all\"\n")]
    public void A_tree_with_a_record_that_is_not_known_is_not_whole(string zone) =>
        Assert.False(SpfRecordTree.At(DomainName.Parse("example.com"), ZoneView.Parse(zone)).IsWhole);

    [Fact]
    public void Names_that_hold_no_record_leave_the_tree_whole() =>
        Assert.Equal((3, true), SpfRecordTree.At(DomainName.Parse("example.com"), ZoneView.Parse("example.com. IN TXT \"v=spf1 exists:%{i}._h.example.com a:%{h} mx:%{o} -all\"\n")) is var tree ? (tree.Lookups, tree.IsWhole) : default);

    [Theory]
    [Rfc("7208", "5.1")]
    [InlineData("v=spf1 -all redirect=x.example", 0)]
    [InlineData("v=spf1 mx ~all include:x.example a", 1)]
    [InlineData("v=spf1 redirect=x.example include:x.example all", 1)]
    public void What_stands_behind_all_is_never_evaluated(string record, int lookups)
    {
        SpfRecordTree tree = SpfRecordTree.At(DomainName.Parse("example.com"), ZoneView.Parse($"example.com. IN TXT \"{record}\"\nx.example. IN TXT \"v=spf1 -all\"\n"));
        Assert.Equal((lookups, true), (tree.Lookups, tree.IsWhole));
        Assert.Equal(lookups, SpfCostCounter.Of(DomainName.Parse("example.com"), ZoneView.Parse($"example.com. IN TXT \"{record}\"\nx.example. IN TXT \"v=spf1 -all\"\n"))?.Lookups);
    }

    [Theory]
    [Rfc("7208", "4.6.4")]
    [InlineData("", 1, "no SPF record")]
    [InlineData("x.example. IN TXT \"other text\"\n", 0, "no SPF record")]
    [InlineData("x.example. IN A 192.0.2.1\n", 1, "no SPF record")]
    [InlineData("x.example. IN TXT \"v=spf1 -all\"\nx.example. IN TXT \"v=spf1 ~all\"\n", 0, "2 SPF records")]
    public void A_look_up_is_void_where_there_is_no_text_at_all(string zone, int voids, string fault)
    {
        SpfCost? cost = SpfCostCounter.Of(DomainName.Parse("example.com"), ZoneView.Parse($"example.com. IN TXT \"v=spf1 include:x.example -all\"\n{zone}"));
        Assert.Equal((1, voids, fault), (cost!.Lookups, cost.Voids, cost.Fault));
    }
}
