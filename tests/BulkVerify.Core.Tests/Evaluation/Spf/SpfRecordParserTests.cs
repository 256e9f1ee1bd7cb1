using System.Text;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Spf;

public class SpfRecordParserTests
{
    private static SpfRecord Parse(string text) => SpfRecordParser.Parse(Encoding.UTF8.GetBytes(text));

    [Theory]
    [Rfc("7208", "4.5")]
    [InlineData("v=spf1", true)]
    [InlineData("v=spf1 -all", true)]
    [InlineData("V=SPF1 -all", true)]
    [InlineData("v=spf10", false)]
    [InlineData("v=spf1-all", false)]
    [InlineData("v=spf1\t-all", false)]
    [InlineData(" v=spf1 -all", false)]
    [InlineData("v=spf", false)]
    [InlineData("", false)]
    public void Takes_the_version_with_a_space_or_the_end_for_a_record(string text, bool expected) =>
        Assert.Equal(expected, SpfRecordParser.IsSpf(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [Rfc("7208", "4.6")]
    [InlineData("v=spf1 a mx ptr ip4:192.0.2.0/24 ip6:2001:db8::/32 include:a.example exists:%{i}.a.example ~all")]
    [InlineData("v=spf1   a    -all  ")]
    [InlineData("v=spf1 +A -MX ?PTR ~ALL")]
    [InlineData("v=spf1 a:a.example/24//64 mx//64 a/0 mx/32//128 a:a/b.example")]
    [InlineData("v=spf1 a:%{d} a:%{d2r.-}.example a:x.%%.example a:a.%_ a:a.example.")]
    [InlineData("v=spf1 ip4:0.0.0.0/0 ip6:::/0 ip6:::ffff:192.0.2.1")]
    [InlineData("v=spf1 moo=%{d} x-y_z.1= unknown=a:b/c ip4=192.0.2.1 redirect=a.example exp=b.example")]
    [InlineData("v=spf1 a:a.1-2 a:a.xn--p1ai include:_spf.a.example a:a.example,b.example")]
    [InlineData("v=spf1")]
    public void Accepts_what_the_grammar_allows(string text)
    {
        SpfRecord record = Parse(text);
        Assert.Null(record.Error);
        Assert.Equal(-1, record.ErrorOffset);
    }

    [Theory]
    [Rfc("7208", "4.6")]
    [InlineData("v=spf1 -all moo", "moo", 12)]
    [InlineData("v=spf1  a  ip4:1.2.3", "ip4:1.2.3", 11)]
    [InlineData("v=spf1 ip4:192.0.2.1/33", "ip4:192.0.2.1/33", 7)]
    [InlineData("v=spf1 ip4:192.0.2.1/032", "ip4:192.0.2.1/032", 7)]
    [InlineData("v=spf1 ip4:192.0.2.1/", "ip4:192.0.2.1/", 7)]
    [InlineData("v=spf1 ip4:192.0.2.1//32", "ip4:192.0.2.1//32", 7)]
    [InlineData("v=spf1 ip4:192.0.02.1", "ip4:192.0.02.1", 7)]
    [InlineData("v=spf1 ip4:2001:db8::1", "ip4:2001:db8::1", 7)]
    [InlineData("v=spf1 ip4", "ip4", 7)]
    [InlineData("v=spf1 ip6:192.0.2.1", "ip6:192.0.2.1", 7)]
    [InlineData("v=spf1 ip6:fe80::1%1", "ip6:fe80::1%1", 7)]
    [InlineData("v=spf1 ip6:[::1]", "ip6:[::1]", 7)]
    [InlineData("v=spf1 ip6:2001:db8::/129", "ip6:2001:db8::/129", 7)]
    [InlineData("v=spf1 ip6:12345::1", "ip6:12345::1", 7)]
    [InlineData("v=spf1 a/33", "a/33", 7)]
    [InlineData("v=spf1 a//129", "a//129", 7)]
    [InlineData("v=spf1 a/", "a/", 7)]
    [InlineData("v=spf1 a/24//", "a/24//", 7)]
    [InlineData("v=spf1 a///64", "a///64", 7)]
    [InlineData("v=spf1 a:", "a:", 7)]
    [InlineData("v=spf1 a:/24", "a:/24", 7)]
    [InlineData("v=spf1 a:localhost", "a:localhost", 7)]
    [InlineData("v=spf1 a:a.123", "a:a.123", 7)]
    [InlineData("v=spf1 a:a.-b", "a:a.-b", 7)]
    [InlineData("v=spf1 include", "include", 7)]
    [InlineData("v=spf1 include:a.example/24", "include:a.example/24", 7)]
    [InlineData("v=spf1 exists", "exists", 7)]
    [InlineData("v=spf1 all:a.example", "all:a.example", 7)]
    [InlineData("v=spf1 all/8", "all/8", 7)]
    [InlineData("v=spf1 -", "-", 7)]
    [InlineData("v=spf1 --all", "--all", 7)]
    [InlineData("v=spf1 =x", "=x", 7)]
    [InlineData("v=spf1 1x=y", "1x=y", 7)]
    [InlineData("v=spf1 -all redirect=a.example redirect=a.example", "redirect=a.example", 31)]
    [InlineData("v=spf1 exp=a.example exp=b.example", "exp=b.example", 21)]
    [InlineData("v=spf1 redirect=", "redirect=", 7)]
    [InlineData("v=spf1 exp=", "exp=", 7)]
    [InlineData("v=spf1 a:%{x}.example", "a:%{x}.example", 7)]
    [InlineData("v=spf1 a:%{d0}", "a:%{d0}", 7)]
    [InlineData("v=spf1 a:%{d00000000000}", "a:%{d00000000000}", 7)]
    [InlineData("v=spf1 a:%{}", "a:%{}", 7)]
    [InlineData("v=spf1 a:x.example}", "a:x.example}", 7)]
    [InlineData("v=spf1 exists:%{d}}", "exists:%{d}}", 7)]
    [InlineData("v=spf1 a:%{d", "a:%{d", 7)]
    [InlineData("v=spf1 a:%d.example", "a:%d.example", 7)]
    [InlineData("v=spf1 a:%{dr2}", "a:%{dr2}", 7)]
    [InlineData("v=spf1 a:%{d:}", "a:%{d:}", 7)]
    [InlineData("v=spf1 a:%{c}.example", "a:%{c}.example", 7)]
    [InlineData("v=spf1 moo=%", "moo=%", 7)]
    [InlineData("v=spf1 a%", "a%", 7)]
    public void Keeps_the_first_ill_formed_term_and_its_place(string text, string error, int offset)
    {
        SpfRecord record = Parse(text);
        Assert.Equal((error, offset), (record.Error, record.ErrorOffset));
        Assert.Empty(record.Terms);
    }

    [Theory]
    [Rfc("7208", "4.6")]
    [InlineData("v=spf1 a\t-all", 8)]
    [InlineData("v=spf1 a:ä.example -all", 9)]
    [InlineData("v=spf1 a\0", 8)]
    public void Refuses_octets_that_are_not_printable_ascii(string text, int offset) => Assert.Equal(offset, Parse(text).ErrorOffset);

    [Fact]
    public void Refuses_more_terms_than_the_bound()
    {
        Assert.Null(Parse("v=spf1 " + string.Join(' ', Enumerable.Repeat("ip4:192.0.2.1", SpfRecordParser.MaxTerms))).Error);
        Assert.NotNull(Parse("v=spf1 " + string.Join(' ', Enumerable.Repeat("ip4:192.0.2.1", SpfRecordParser.MaxTerms + 1))).Error);
    }

    [Fact]
    public void Tells_names_that_are_the_same_in_every_check_from_those_that_are_not()
    {
        SpfRecord record = Parse("v=spf1 include:A.Example. include:%{d}.example include:a..example");
        Assert.Equal([DomainName.Parse("a.example"), null, null], record.Terms.Select(t => t.DomainSpec!.FixedName));
        Assert.Equal([false, true, false], record.Terms.Select(t => t.DomainSpec!.HasMacros));
    }

    [Fact]
    public void Every_prefix_of_a_record_is_a_record_or_an_error_with_a_place_inside()
    {
        const string text = "v=spf1 +a:%{d2r}.example/24//64 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:a.example exp=%{o}.example redirect=%{h-}.example";
        for (int length = 6; length <= text.Length; length++)
        {
            SpfRecord record = Parse(text[..length]);
            Assert.Equal(record.Error is null, record.ErrorOffset == -1);
            Assert.InRange(record.ErrorOffset, -1, length - 1);
        }
    }

    [Fact]
    public void Any_octets_end_in_a_record_or_an_error() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            SpfRecord record = SpfRecordParser.Parse([.. "v=spf1 "u8, .. bytes]);
            return record.Error is null ? record.ErrorOffset == -1 : record.ErrorOffset is >= 7 and var offset && offset < 7 + bytes.Length;
        });

    [Fact]
    public void A_cached_record_is_parsed_once()
    {
        var cache = new SpfRecordCache();
        SpfRecord first = cache.Get(BulkVerify.Dns.DnsRecord.Txt("v=spf1 -all"));
        Assert.Same(first, cache.Get(BulkVerify.Dns.DnsRecord.Txt("v=spf1 -all")));
        Assert.NotSame(first, cache.Get(BulkVerify.Dns.DnsRecord.Txt("v=spf1 ~all")));
    }
}
