using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;
using static BulkVerify.Tests.Evaluation.Spf.SpfZone;

namespace BulkVerify.Tests.Evaluation.Spf;

public class SpfMechanismTests
{
    private static void Is(SpfVerdict verdict, AuthResult result, SpfReason reason, params string[] path)
    {
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
        Assert.Equal(path, verdict.Path);
    }

    [Theory]
    [Rfc("7208", "4.6.2", "5.1")]
    [InlineData("all", AuthResult.Pass)]
    [InlineData("+all", AuthResult.Pass)]
    [InlineData("-all", AuthResult.Fail)]
    [InlineData("~all", AuthResult.SoftFail)]
    [InlineData("?all", AuthResult.Neutral)]
    public void All_matches_with_its_qualifier(string term, AuthResult result) => Is(Record($"v=spf1 {term} a"), result, SpfReason.MatchedAll, term);

    [Theory]
    [Rfc("7208", "5.6")]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.0/24", true)]
    [InlineData("192.0.2.3/31", false)]
    [InlineData("192.0.2.2/31", false)]
    [InlineData("192.0.2.0/31", true)]
    [InlineData("10.0.0.0/0", true)]
    public void Ip4_compares_the_first_bits(string network, bool matches)
    {
        SpfVerdict verdict = Record($"v=spf1 ip4:{network}");
        if (matches)
            Is(verdict, AuthResult.Pass, SpfReason.MatchedIp4, $"ip4:{network}");
        else
            Is(verdict, AuthResult.Neutral, SpfReason.NoMatch);
        Assert.Equal(0, verdict.LookupCount);
    }

    [Theory]
    [Rfc("7208", "5.6")]
    [InlineData("2001:db8::1", "2001:db8::/32", true)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("2001:db8::1", "2001:db8::2/127", false)]
    [InlineData("2001:db8::1", "::/0", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.1", "::/0", false)]
    public void Ip6_compares_ipv6_clients_only(string client, string network, bool matches) =>
        Assert.Equal(matches, Of($"{Sender} TXT v=spf1 ip6:{network} -all").Check(client).Result == AuthResult.Pass);

    [Fact]
    [Rfc("7208", "5")]
    public void An_ipv4_mapped_client_is_an_ipv4_client()
    {
        Is(Of($"{Sender} TXT v=spf1 ip4:192.0.2.1 -all").Check("::ffff:192.0.2.1"), AuthResult.Pass, SpfReason.MatchedIp4, "ip4:192.0.2.1");
        Is(Of($"{Sender} TXT v=spf1 a -all", $"{Sender} A 192.0.2.1").Check("::ffff:192.0.2.1"), AuthResult.Pass, SpfReason.MatchedA, "a");
    }

    [Theory]
    [Rfc("7208", "5.3")]
    [InlineData("a", "192.0.2.1", AuthResult.Pass)]
    [InlineData("a", "192.0.2.2", AuthResult.Fail)]
    [InlineData("a/24", "192.0.2.2", AuthResult.Pass)]
    [InlineData("a//64", "192.0.2.2", AuthResult.Fail)]
    [InlineData("a:www.example.com", "198.51.100.1", AuthResult.Pass)]
    [InlineData("a", "2001:db8::1", AuthResult.Pass)]
    [InlineData("a", "2001:db8::2", AuthResult.Fail)]
    [InlineData("a//64", "2001:db8::2", AuthResult.Pass)]
    [InlineData("a/0//128", "2001:db8::2", AuthResult.Fail)]
    public void A_compares_addresses_of_the_clients_family(string term, string client, AuthResult result) =>
        Assert.Equal(result, Of($"{Sender} TXT v=spf1 {term} -all", $"{Sender} A 203.0.113.1 | 192.0.2.1", $"{Sender} AAAA 2001:db8::1", "www.example.com A 198.51.100.1").Check(client).Result);

    [Fact]
    [Rfc("7208", "5.4")]
    public void Mx_compares_the_addresses_of_every_host()
    {
        string[] zone = [$"{Sender} MX 20 b.example.com | 10 a.example.com", "a.example.com A 203.0.113.1", "b.example.com A 192.0.2.1"];
        Is(Record("v=spf1 mx -all", zone), AuthResult.Pass, SpfReason.MatchedMx, "mx");
        Is(Record("v=spf1 mx:none.example.com -all", zone), AuthResult.Fail, SpfReason.MatchedAll, "-all");
    }

    [Fact]
    [Rfc("7208", "5.4")]
    public void Mx_never_falls_back_to_the_address_of_the_domain() =>
        Is(Record("v=spf1 mx -all", $"{Sender} A 192.0.2.1"), AuthResult.Fail, SpfReason.MatchedAll, "-all");

    [Fact]
    [Rfc("7505", "3")]
    public void A_null_mx_matches_nothing() => Is(Record("v=spf1 mx -all", $"{Sender} MX 0 ."), AuthResult.Fail, SpfReason.MatchedAll, "-all");

    [Theory]
    [Rfc("7208", "4.6.4")]
    [InlineData(10, AuthResult.Pass, SpfReason.MatchedMx)]
    [InlineData(11, AuthResult.PermError, SpfReason.TooManyMxHosts)]
    public void Mx_may_have_ten_hosts(int hosts, AuthResult result, SpfReason reason)
    {
        string names = string.Join(" | ", Enumerable.Range(1, hosts).Select(i => $"10 m{i}.example.com"));
        string[] addresses = [.. Enumerable.Range(1, hosts).Select(i => $"m{i}.example.com A 192.0.2.{(i == 10 ? 1 : 100 + i)}")];
        Is(Record("v=spf1 mx -all", [$"{Sender} MX {names}", .. addresses]), result, reason, "mx");
    }

    [Theory]
    [Rfc("7208", "5.5")]
    [InlineData("v=spf1 ptr -all", true)]
    [InlineData("v=spf1 ptr:example.com -all", true)]
    [InlineData("v=spf1 ptr:ample.com -all", false)]
    [InlineData("v=spf1 ptr:host.example.com -all", true)]
    [InlineData("v=spf1 ptr:other.example.com -all", false)]
    public void Ptr_matches_a_validated_name_at_or_below_the_target(string record, bool matches) =>
        Assert.Equal(matches, Record(record, "1.2.0.192.in-addr.arpa PTR liar.example.net | host.example.com", "host.example.com A 192.0.2.1").Result == AuthResult.Pass);

    [Fact]
    [Rfc("7208", "4.6.4")]
    public void Ptr_reads_ten_names_and_ignores_the_rest()
    {
        string[] addresses = [.. Enumerable.Range(1, 12).Select(i => $"h{i}.example.{(i == 11 ? "com" : "net")} A 192.0.2.1")];
        string names = string.Join(" | ", addresses.Select(a => a.Split(' ')[0]));
        Is(Record("v=spf1 ptr -all", [$"1.2.0.192.in-addr.arpa PTR {names}", .. addresses]), AuthResult.Fail, SpfReason.MatchedAll, "-all");
    }

    [Theory]
    [Rfc("7208", "5.5")]
    [InlineData("TIMEOUT")]
    [InlineData("SERVFAIL")]
    [InlineData("NXDOMAIN")]
    public void Errors_of_reverse_names_only_keep_ptr_from_matching(string answer) =>
        Is(Record("v=spf1 ptr -all", $"1.2.0.192.in-addr.arpa PTR {answer}"), AuthResult.Fail, SpfReason.MatchedAll, "-all");

    [Fact]
    [Rfc("7208", "5.5")]
    public void Ptr_of_an_ipv6_client_uses_nibbles() =>
        Is(Of($"{Sender} TXT v=spf1 ptr -all", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR h.example.com", "h.example.com AAAA 2001:db8::1").Check("2001:db8::1"),
            AuthResult.Pass, SpfReason.MatchedPtr, "ptr");

    [Theory]
    [Rfc("7208", "5.7")]
    [InlineData("192.0.2.1", "1.2.0.192.in-addr.l.example.com")]
    [InlineData("2001:db8::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.l.example.com")]
    public void Exists_asks_for_A_whatever_the_family(string client, string name) =>
        Is(Of($"{Sender} TXT v=spf1 exists:%{{ir}}.%{{v}}.l.%{{d}} -all", $"{name} A 127.0.0.2").Check(client), AuthResult.Pass, SpfReason.MatchedExists, "exists:%{ir}.%{v}.l.%{d}");

    [Fact]
    [Rfc("7208", "4.8")]
    public void Names_that_no_question_can_be_made_of_match_nothing_and_are_no_void_lookup()
    {
        SpfVerdict verdict = Record($"v=spf1 a:a..example mx:{new string('a', 64)}.example exists:b..example -all");
        Is(verdict, AuthResult.Fail, SpfReason.MatchedAll, "-all");
        Assert.Equal((3, 0), (verdict.LookupCount, verdict.VoidLookupCount));
    }

    [Fact]
    [Rfc("7208", "7.3")]
    public void A_name_over_253_octets_loses_labels_on_the_left()
    {
        string label = new('a', 63);
        string right = $"{label}.{label}.{label}.{new string('b', 49)}.example.com";
        Assert.Equal(253, right.Length);
        Is(Of($"{Sender} TXT v=spf1 a:%{{h}}.{right} -all", $"{right} A 192.0.2.1").Check(helo: "cut.me.off"), AuthResult.Pass, SpfReason.MatchedA, $"a:%{{h}}.{right}");
    }

    [Fact]
    public void Huge_sender_texts_cost_no_more_than_a_name() =>
        Is(Of($"{Sender} TXT v=spf1 a:{string.Concat(Enumerable.Repeat("%{h}", 5000))}.example.com -all").Check(helo: new string('a', 1 << 20)), AuthResult.Fail, SpfReason.MatchedAll, "-all");
}
