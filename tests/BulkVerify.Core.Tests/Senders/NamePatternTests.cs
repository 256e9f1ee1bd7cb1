using BulkVerify.Senders;
using CsCheck;

namespace BulkVerify.Tests.Senders;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("sendgrid.net", "sendgrid.net", true)]
    [InlineData("sendgrid.net", "o1.ptr.sendgrid.net", true)]
    [InlineData("sendgrid.net", "badsendgrid.net", false)]
    [InlineData("sendgrid.net", "sendgrid.net.evil.example", false)]
    [InlineData("cmail{n}.com", "bounce.cmail20.com", true)]
    [InlineData("cmail{n}.com", "cmail1.evil.com", false)]
    [InlineData("cmail{n}.com", "cmailx.com", false)]
    [InlineData("u{acct}.wl{n}.sendgrid.net", "s1.domainkey.u123.wl45.sendgrid.net", true)]
    [InlineData("u{acct}.wl{n}.sendgrid.net", "u1.evil.wl45.sendgrid.net", false)]
    [InlineData("fm{1-3}.{domain}.dkim.fmhosted.com", "fm2.a.b.example.dkim.fmhosted.com", true)]
    [InlineData("fm{1-3}.{domain}.dkim.fmhosted.com", "fm4.a.b.example.dkim.fmhosted.com", false)]
    [InlineData("spf.ess.{au,ca}.acme.com", "spf.ess.ca.acme.com", true)]
    [InlineData("{x}.acme.com", "acme.com", false)]
    [InlineData("{region}{n}.acme.com", "eu1.acme.com", true)]
    public void Matches_on_label_boundaries(string pattern, string name, bool expected) =>
        Assert.Equal(expected, NamePattern.Parse(pattern)!.Any(p => p.IsMatchAtEnd(name)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{}")]
    [InlineData("a{b{c}}")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("A")]
    [InlineData("{,a}")]
    [InlineData("{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}")]
    public void Refuses_what_is_no_pattern(string pattern) => Assert.Null(NamePattern.Parse(pattern));

    [Fact]
    public void Never_throws()
    {
        Gen<string> text = Gen.Char["{}a1-,.n@ A"].Array[0, 40].Select(c => new string(c));
        Gen.Select(text, text).Sample((pattern, name) =>
        {
            foreach (NamePattern one in NamePattern.Parse(pattern) ?? [])
                _ = one.IsMatch(name) || one.IsMatchAtEnd(name);
        });
    }
}
