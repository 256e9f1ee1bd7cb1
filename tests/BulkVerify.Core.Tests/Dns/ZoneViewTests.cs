using BulkVerify.Dns;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Dns;

public sealed class ZoneViewTests
{
    private static DnsAnswer Ask(ZoneView view, string name, DnsRecordType type = DnsRecordType.Txt) => view.Find(new DnsQuestion(DomainName.Parse(name), type));

    private static string[] Aliases(DnsAnswer answer) => [.. answer.Aliases.Select(a => a.Value)];

    [Fact]
    [Rfc("2308", "2.1", "2.2")]
    public void Keeps_absent_names_and_absent_types_apart()
    {
        ZoneView view = ZoneView.Parse("a.b.example. TXT x\nns.example. NS a.b.example.\n");
        Assert.Same(DnsAnswer.NxDomain, Ask(view, "c.example"));
        Assert.Same(DnsAnswer.NoData, Ask(view, "a.b.example", DnsRecordType.A));
        Assert.Same(DnsAnswer.NoData, Ask(view, "b.example"));
        Assert.Same(DnsAnswer.NoData, Ask(view, "example"));
        Assert.Same(DnsAnswer.NoData, Ask(view, "ns.example"));
        Assert.Same(DnsAnswer.NxDomain, Ask(view, "x.a.b.example"));
    }

    [Fact]
    public void Does_not_record_what_a_partial_file_does_not_hold()
    {
        ZoneView view = ZoneView.Parse(";bulkverify partial\na.example. TXT x\nc.example. CNAME d.example.\n;bulkverify nxdomain gone.example.\n");
        Assert.Same(DnsAnswer.NotRecorded, Ask(view, "b.example"));
        Assert.Same(DnsAnswer.NotRecorded, Ask(view, "a.example", DnsRecordType.A));
        Assert.Same(DnsAnswer.NotRecorded, Ask(view, "example"));
        Assert.Same(DnsAnswer.NotRecorded, Ask(view, "below.gone.example"));
        Assert.Same(DnsAnswer.NxDomain, Ask(view, "gone.example"));
        Assert.Equal(DnsStatus.NotRecorded, Ask(view, "c.example").Status);
        Assert.Equal(["d.example"], Aliases(Ask(view, "c.example")));
    }

    [Fact]
    public void Dates_each_answer_by_what_its_own_lines_say()
    {
        ZoneView view = ZoneView.Parse("""
            ;bulkverify asked 2026-01-02T00:00:00Z a.example. TXT
            a.example. TXT x
            ;bulkverify asked 2026-03-04T05:06:07Z b.example. TXT
            b.example. TXT y
            b.example. TXT z
            ;bulkverify asked 2026-05-06T00:00:00Z gone.example. TXT
            ;bulkverify nxdomain gone.example. TXT
            ;bulkverify asked 2026-07-08T00:00:00Z alias.example. TXT
            alias.example. CNAME a.example.
            """);
        string At(string name, DnsRecordType type = DnsRecordType.Txt) => view.AskedAt(new DnsQuestion(DomainName.Parse(name), type))?.ToString("yyyy-MM-dd", null) ?? "";
        Assert.Equal(["2026-01-02", "2026-03-04", "2026-05-06", "2026-07-08"], [At("a.example"), At("b.example"), At("gone.example"), At("alias.example")]);
        // What is not dated is as old as the oldest.
        Assert.Equal(["2026-01-02", "2026-01-02"], [At("never.example"), At("a.example", DnsRecordType.A)]);
        Assert.Null(ZoneView.Parse("a.example. TXT x\n").AskedAt(new DnsQuestion(DomainName.Parse("a.example"), DnsRecordType.Txt)));
    }

    [Fact]
    public void Dates_an_answer_by_its_own_question_where_it_stood_before_at_the_end_of_a_chain()
    {
        ZoneView view = ZoneView.Parse("""
            ;bulkverify asked 2026-01-02T00:00:00Z alias.example. TXT
            alias.example. CNAME a.example.
            a.example. TXT x
            ;bulkverify asked 2026-03-04T00:00:00Z a.example. TXT
            a.example. TXT x
            ;bulkverify asked 2026-05-06T00:00:00Z alias.example. A
            alias.example. CNAME a.example.
            a.example. A 192.0.2.1
            """);
        string At(string name, DnsRecordType type) => view.AskedAt(new DnsQuestion(DomainName.Parse(name), type))?.ToString("yyyy-MM-dd", null) ?? "";
        Assert.Equal(["2026-03-04", "2026-05-06"], [At("a.example", DnsRecordType.Txt), At("a.example", DnsRecordType.A)]);
        Assert.Equal(["2026-01-02", "2026-05-06"], [At("alias.example", DnsRecordType.Txt), At("alias.example", DnsRecordType.A)]);
    }

    [Fact]
    public void Lets_a_record_win_over_a_name_marked_absent()
    {
        ZoneView view = ZoneView.Parse(";bulkverify nxdomain a.example.\na.example. TXT x\n;bulkverify nodata b.example. TXT\nb.example. TXT x\n;bulkverify nodata a.example. MX\n");
        Assert.Equal(DnsStatus.Success, Ask(view, "a.example").Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "a.example", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "a.example", DnsRecordType.Mx).Status);
        Assert.Equal(DnsStatus.Success, Ask(view, "b.example").Status);
    }

    [Fact]
    public void Takes_one_nxdomain_for_the_name_only_where_the_world_is_closed()
    {
        const string text = ";bulkverify nxdomain a.b.example. TXT\n";
        Assert.Equal(DnsStatus.NxDomain, Ask(ZoneView.Parse(text), "a.b.example").Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(ZoneView.Parse(text), "a.b.example", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(ZoneView.Parse(text), "b.example", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.NotRecorded, Ask(ZoneView.Parse(";bulkverify partial\n" + text), "a.b.example", DnsRecordType.A).Status);
        ZoneView existing = ZoneView.Parse(text + "a.b.example. A 192.0.2.1\n");
        Assert.Equal(DnsStatus.NxDomain, Ask(existing, "a.b.example").Status);
        Assert.Equal(DnsStatus.Success, Ask(existing, "a.b.example", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.NoData, Ask(existing, "b.example", DnsRecordType.A).Status);
    }

    /// <summary>The zone and the questions of RFC 4592 §2.2.1.</summary>
    [Fact]
    [Rfc("4592", "2.2.1")]
    public void Expands_wildcards_as_the_example_of_the_rfc()
    {
        ZoneView view = ZoneView.Parse("""
            $ORIGIN example.
            @ 3600 IN SOA x y 1 2 3 4 5
            @ NS ns.example.com.
            * TXT "this is a wildcard"
            * MX 10 host1.example.
            sub.* TXT "this is not a wildcard"
            host1 A 192.0.2.1
            _ssh._tcp.host1 SRV 0 0 22 host1
            _ssh._tcp.host2 SRV 0 0 22 host2
            subdel NS ns.example.com.
            """);
        Assert.Equal(DnsStatus.Success, Ask(view, "host3.example", DnsRecordType.Mx).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "host3.example", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.Success, Ask(view, "foo.bar.example", DnsRecordType.Txt).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "host1.example", DnsRecordType.Mx).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "sub.*.example", DnsRecordType.Mx).Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "_telnet._tcp.host1.example", DnsRecordType.Txt).Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "ghost.*.example", DnsRecordType.Mx).Status);
    }

    [Fact]
    [Rfc("4592", "3.3.1")]
    public void A_wildcard_of_the_root_stands_for_what_no_other_name_encloses()
    {
        ZoneView view = ZoneView.Parse("""
            *. TXT "anything"
            ;bulkverify timeout *. A
            a.example. A 192.0.2.1
            """);
        Assert.Equal(DnsStatus.Success, Ask(view, "x.test").Status);
        Assert.Equal(DnsStatus.Success, Ask(view, "test").Status);
        Assert.Equal(DnsStatus.Timeout, Ask(view, "x.y.test", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "x.test", DnsRecordType.Mx).Status);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "b.example").Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "a.example").Status);
    }

    [Fact]
    public void Follows_aliases_and_names_them()
    {
        ZoneView view = ZoneView.Parse("a.example. CNAME b.example.\nb.example. CNAME c.example.\nc.example. TXT x\nw.example. CNAME nowhere.example.\n*.v.example. CNAME c.example.\n");
        DnsAnswer answer = Ask(view, "a.example");
        Assert.Equal(DnsStatus.Success, answer.Status);
        Assert.Equal(["b.example", "c.example"], Aliases(answer));
        Assert.Same(answer, Ask(view, "a.example"));
        Assert.Equal(DnsStatus.NoData, Ask(view, "a.example", DnsRecordType.A).Status);
        Assert.Equal("b.example", Ask(view, "a.example", DnsRecordType.Cname).Records[0].Target!.Value);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "w.example").Status);
        Assert.Equal(["nowhere.example"], Aliases(Ask(view, "w.example")));
        Assert.Equal(["c.example"], Aliases(Ask(view, "any.v.example")));
    }

    [Fact]
    public void Answers_a_loop_of_aliases_with_servfail()
    {
        ZoneView view = ZoneView.Parse("a.example. CNAME b.example.\nb.example. CNAME a.example.\nself.example. CNAME self.example.\n");
        Assert.Equal(DnsStatus.ServFail, Ask(view, "a.example").Status);
        Assert.Equal(DnsStatus.ServFail, Ask(view, "self.example").Status);
    }

    [Theory]
    [InlineData(AliasChain.MaxLength, DnsStatus.Success)]
    [InlineData(AliasChain.MaxLength + 1, DnsStatus.ServFail)]
    public void Follows_only_so_many_aliases(int links, DnsStatus expected)
    {
        string chain = string.Concat(Enumerable.Range(0, links).Select(i => $"n{i}.example. CNAME n{i + 1}.example.\n"));
        Assert.Equal(expected, Ask(ZoneView.Parse(chain + $"n{links}.example. TXT x\n"), "n0.example").Status);
    }

    [Fact]
    public async Task Answers_many_readers_alike()
    {
        ZoneView view = ZoneView.Parse(string.Concat(Enumerable.Range(0, 200).Select(i => $"n{i}.example. CNAME t.example.\n")) + "t.example. TXT x\n");
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), TestContext.Current.CancellationToken, (i, _) =>
        {
            Assert.Equal(DnsStatus.Success, Ask(view, $"n{i % 200}.example").Status);
            Assert.Equal(DnsStatus.NoData, Ask(view, $"n{i % 200}.example", DnsRecordType.A).Status);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Asks_nothing_without_dns() =>
        Assert.Same(DnsAnswer.NotAsked, NoDnsView.Instance.Find(new DnsQuestion(DomainName.Parse("a.example"), DnsRecordType.A)));
}
