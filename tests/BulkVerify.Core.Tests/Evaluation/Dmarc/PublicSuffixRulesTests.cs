using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class PublicSuffixRulesTests
{
    private const string List = """
        // VERSION: 2026-03-04_10-11-12_UTC
        // ===BEGIN ICANN DOMAINS===
        com
        jp
        *.kawasaki.jp
        !city.kawasaki.jp
        公司.cn   // what follows white space is no part of the rule

        a.*.bad
        // ===BEGIN PRIVATE DOMAINS===
        github.io
        """;

    private static readonly PublicSuffixRules Rules = PublicSuffixRules.Load(new StringReader(List), "test");

    [Theory]
    [Rfc("7489", "3.2")]
    [InlineData("www.example.com", "example.com")]
    [InlineData("example.com", "example.com")]
    [InlineData("com", null)]
    [InlineData("a.b.unlisted", "b.unlisted")]
    [InlineData("unlisted", null)]
    [InlineData("kawasaki.jp", "kawasaki.jp")]
    [InlineData("x.kawasaki.jp", null)]
    [InlineData("a.b.x.kawasaki.jp", "b.x.kawasaki.jp")]
    [InlineData("www.city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("www.me.github.io", "me.github.io")]
    [InlineData("github.io", null)]
    [InlineData("www.食狮.公司.cn", "食狮.公司.cn")]
    [InlineData("xn--55qx5d.cn", null)]
    public void Finds_the_registrable_domain(string name, string? expected)
    {
        var domain = DomainName.Parse(name);
        Assert.Equal(expected is null ? null : DomainName.Parse(expected), Rules.RegistrableDomain(domain));
        Assert.Equal(expected is null ? domain : DomainName.Parse(expected), Rules.OrganizationalDomain(domain));
    }

    [Fact]
    [Rfc("7489", "3.2")]
    public void States_the_date_of_the_list()
    {
        Assert.Equal(new DateOnly(2026, 3, 4), Rules.Date);
        Assert.Equal(6, Rules.Count);
        Assert.Equal(new DateOnly(2020, 1, 2), PublicSuffixRules.Load(new StringReader("com"), "x", new DateOnly(2020, 1, 2)).Date);
        Assert.Null(PublicSuffixRules.Load(new StringReader("// VERSION: soon\ncom"), "x").Date);
    }

    [Fact]
    [Rfc("7489", "3.2")]
    public void The_built_in_rules_state_their_date_and_source()
    {
        PublicSuffixRules rules = PublicSuffixRules.BuiltIn;
        Assert.Equal(new DateOnly(2026, 8, 19), rules.Date);
        Assert.InRange(rules.Count, 10_000, 20_000);
        Assert.Contains("MPL-2.0", rules.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_rules_are_those_of_the_published_list()
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        string path = Path.Combine(SharedData.Conformance!, "psl", "public_suffix_list.dat");
        Assert.SkipUnless(File.Exists(path), SharedData.NoConformance);
        PublicSuffixRules published = PublicSuffixRules.LoadFile(path);
        Assert.Equal(published.Count, PublicSuffixRules.BuiltIn.Count);
        Assert.NotNull(published.Date);
        Assert.Equal("example.github.io", published.OrganizationalDomain(DomainName.Parse("a.example.github.io")).Value);
    }

    [Fact]
    public void A_list_of_anything_is_no_error() =>
        Assert.Equal(0, PublicSuffixRules.Load(new StringReader("!\n*\n*.\n..\n!com\n\0\n*.*.x\n" + new string('a', 5000)), "junk").Count);
}
