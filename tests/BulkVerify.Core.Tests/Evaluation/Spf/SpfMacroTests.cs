using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;

namespace BulkVerify.Tests.Evaluation.Spf;

/// <summary>Macros, seen through the explanation that they expand to (RFC 7208 §7.4 has the examples).</summary>
public class SpfMacroTests
{
    private static SpfVerdict Fail(string text, string client = "192.0.2.3", string localPart = "strong-bad", string helo = "mail.example.org", params string[] lines) =>
        SpfZone.Of([$"email.example.com TXT v=spf1 -all exp=why.example.net", $"why.example.net TXT {text}", .. lines])
            .Check(client, "email.example.com", localPart, helo);

    private static string? Expand(string text, string client = "192.0.2.3", string localPart = "strong-bad", string helo = "mail.example.org", params string[] lines) =>
        Fail(text, client, localPart, helo, lines).Explanation;

    [Theory]
    [Rfc("7208", "7.4")]
    [InlineData("%{s}", "strong-bad@email.example.com")]
    [InlineData("%{o}", "email.example.com")]
    [InlineData("%{d}", "email.example.com")]
    [InlineData("%{d4}", "email.example.com")]
    [InlineData("%{d3}", "email.example.com")]
    [InlineData("%{d2}", "example.com")]
    [InlineData("%{d1}", "com")]
    [InlineData("%{dr}", "com.example.email")]
    [InlineData("%{d2r}", "example.email")]
    [InlineData("%{l}", "strong-bad")]
    [InlineData("%{l-}", "strong.bad")]
    [InlineData("%{lr}", "strong-bad")]
    [InlineData("%{lr-}", "bad.strong")]
    [InlineData("%{l1r-}", "strong")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    public void Expands_as_the_examples_of_the_standard(string text, string expected) => Assert.Equal(expected, Expand(text));

    [Fact]
    [Rfc("7208", "7.3")]
    public void Writes_ipv6_addresses_as_nibbles_and_in_short_form() =>
        Assert.Equal("1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2 ip6 2001:db8::cb01", Expand("%{ir} %{v} %{c}", "2001:db8::cb01"));

    [Theory]
    [Rfc("7208", "6.2", "7.1")]
    [InlineData("100%% %_ %-", "100%   %20")]
    [InlineData("%{h} %{H} %{t} %{r} %{c}", "mail.example.org mail.example.org 1700000000 mx.example.net 192.0.2.3")]
    [InlineData("%{D2R}", "example.email")]
    [InlineData("%{d99999999999}", "email.example.com")]
    public void Expands_literals_and_the_letters_of_explanations(string text, string expected) => Assert.Equal(expected, Expand(text));

    [Fact]
    [Rfc("7208", "7.3")]
    public void Upper_case_letters_escape_what_a_url_may_not_hold() =>
        Assert.Equal("jack&jill=up a~b/~ jack%26jill%3Dup%20a~b%2F~", Expand("%{l} %{L}", localPart: "jack&jill=up a~b/~"));

    [Theory]
    [Rfc("7208", "7.3")]
    [InlineData("jack&jill=up", "%{l=}", "jack&jill.up")]
    [InlineData("a.b-c+d,e/f_g=h", "%{l.-+,/_=}", "a.b.c.d.e.f.g.h")]
    [InlineData("a.b-c+d,e/f_g=h", "%{l3r+/}", "f_g=h.d,e.a.b-c")]
    public void Splits_at_every_delimiter(string localPart, string text, string expected) => Assert.Equal(expected, Expand(text, localPart: localPart));

    [Theory]
    [Rfc("7208", "6.2", "7.1")]
    [InlineData("see %{x}")]
    [InlineData("100%")]
    [InlineData("%{d")]
    [InlineData("% {d}")]
    public void Ill_formed_explanations_are_none(string text) => Assert.Null(Expand(text));

    [Fact]
    [Rfc("7208", "7.3")]
    public void P_prefers_the_domain_then_names_below_it_then_any()
    {
        string[] zone = ["3.2.0.192.in-addr.arpa PTR other.example.net | sub.email.example.com | email.example.com", "other.example.net A 192.0.2.3", "sub.email.example.com A 192.0.2.3"];
        Assert.Equal("email.example.com", Expand("%{p}", lines: [.. zone, "email.example.com A 192.0.2.3"]));
        Assert.Equal("sub.email.example.com", Expand("%{p}", lines: [.. zone, "email.example.com A 192.0.2.4"]));
        Assert.Equal("other.example.net", Expand("%{p}", lines: zone[..2]));
    }

    [Theory]
    [Rfc("7208", "7.3")]
    [InlineData("NXDOMAIN")]
    [InlineData("TIMEOUT")]
    [InlineData("liar.example.net")]
    public void P_is_unknown_without_a_validated_name(string pointer) => Assert.Equal("unknown", Expand("%{p}", lines: [$"3.2.0.192.in-addr.arpa PTR {pointer}"]));

    [Fact]
    public void Macros_cannot_make_an_explanation_without_bound()
    {
        Assert.Equal(4000, Expand(string.Concat(Enumerable.Repeat("%{l}", 40)), localPart: new string('a', 100))!.Length);
        Assert.Null(Expand(string.Concat(Enumerable.Repeat("%{l}", 60)), localPart: new string('a', 100)));
        Assert.Null(Expand(string.Concat(Enumerable.Repeat("%{h}", 10_000)), helo: new string('a', 1_000_000)));
    }

    [Theory]
    [InlineData("%{s}", true)]
    [InlineData("%{l}", true)]
    [InlineData("%{h}", true)]
    [InlineData("%{t}", true)]
    [InlineData("%{o} %{d} %{i} %{v} %{c} %{r}", false)]
    public void Says_when_the_verdict_holds_for_this_message_only(string text, bool expected) => Assert.Equal(expected, Fail(text).DependsOnSender);
}
