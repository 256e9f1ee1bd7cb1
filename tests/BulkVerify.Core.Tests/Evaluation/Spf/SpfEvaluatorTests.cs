using System.Net;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;
using static BulkVerify.Tests.Evaluation.Spf.SpfZone;

namespace BulkVerify.Tests.Evaluation.Spf;

public class SpfEvaluatorTests
{
    private static void Is(SpfVerdict verdict, AuthResult result, SpfReason reason, params string[] path)
    {
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
        Assert.Equal(path, verdict.Path);
    }

    [Fact]
    public void Without_a_client_address_there_is_no_result_and_no_question()
    {
        var missing = new DnsQuestionSet();
        SpfVerdict verdict = SpfEvaluator.Evaluate(Query() with { Client = null }, RoundsView.Empty, missing, SpfLimits.Default)!;
        Is(verdict, AuthResult.None, SpfReason.NoClientAddress);
        Assert.Equal(0, missing.Count);
    }

    [Theory]
    [Rfc("7208", "4.3")]
    [InlineData("localhost")]
    [InlineData("[192.0.2.1]")]
    [InlineData("192.0.2.1")]
    [InlineData("a..example")]
    [InlineData("")]
    [InlineData("a b.example")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example")]
    public void A_domain_that_is_none_gives_none_without_a_question(string domain)
    {
        var missing = new DnsQuestionSet();
        Is(SpfEvaluator.Evaluate(Query(domain: domain), RoundsView.Empty, missing, SpfLimits.Default)!, AuthResult.None, SpfReason.DomainMalformed);
        Assert.Equal(0, missing.Count);
    }

    [Theory]
    [Rfc("7208", "4.5")]
    [InlineData("NXDOMAIN")]
    [InlineData("NODATA")]
    [InlineData("no spf here | v=spf10 -all | v=spf1-all")]
    public void No_record_gives_none(string answer) => Is(Of($"{Sender} TXT {answer}").Check(), AuthResult.None, SpfReason.NoRecord);

    [Theory]
    [Rfc("7208", "4.5")]
    [InlineData("v=spf1 -all | v=spf1 -all")]
    [InlineData("v=spf1 -all | other | V=SPF1")]
    public void Several_records_are_an_error(string answer) => Is(Of($"{Sender} TXT {answer}").Check(), AuthResult.PermError, SpfReason.SeveralRecords);

    [Fact]
    [Rfc("7208", "4.5")]
    public void Other_text_records_do_not_matter() => Is(Of($"{Sender} TXT x=1 | v=spf1 -all | v=spf2.0/pra").Check(), AuthResult.Fail, SpfReason.MatchedAll, "-all");

    [Fact]
    [Rfc("7208", "4.6")]
    public void A_syntax_error_anywhere_comes_before_a_match()
    {
        SpfVerdict verdict = Record("v=spf1 ip4:192.0.2.1 -all ip4:999.0.0.1");
        Is(verdict, AuthResult.PermError, SpfReason.SyntaxError);
        Assert.Equal("example.com, octet 26: ip4:999.0.0.1", verdict.Fault);
    }

    [Fact]
    [Rfc("7208", "4.7")]
    public void A_record_without_match_is_neutral() => Is(Record("v=spf1 ip4:203.0.113.1"), AuthResult.Neutral, SpfReason.NoMatch);

    [Theory]
    [Rfc("7208", "4.4")]
    [InlineData("TIMEOUT", AuthResult.TempError, SpfReason.DnsTimeout)]
    [InlineData("SERVFAIL", AuthResult.TempError, SpfReason.DnsServFail)]
    [InlineData("NOTRECORDED", AuthResult.None, SpfReason.NotRecorded)]
    [InlineData("NOTASKED", AuthResult.None, SpfReason.NotAsked)]
    public void What_the_dns_does_not_say_is_never_a_fail(string answer, AuthResult result, SpfReason reason)
    {
        Is(Of($"{Sender} TXT {answer}").Check(), result, reason);
        Is(Record("v=spf1 a -all", $"{Sender} A {answer}"), result, reason, "a");
        Is(Record("v=spf1 mx -all", $"{Sender} MX {answer}"), result, reason, "mx");
        Is(Record("v=spf1 mx -all", $"{Sender} MX 10 m.example.com", $"m.example.com A {answer}"), result, reason, "mx");
        Is(Record("v=spf1 exists:e.example.com -all", $"e.example.com A {answer}"), result, reason, "exists:e.example.com");
        Is(Record("v=spf1 ?include:i.example.com -all", $"i.example.com TXT {answer}"), result, reason, "?include:i.example.com");
        Is(Record("v=spf1 redirect=i.example.com", $"i.example.com TXT {answer}"), result, reason, "redirect=i.example.com");
    }

    [Theory]
    [InlineData("NOTRECORDED", SpfReason.NotRecorded)]
    [InlineData("NOTASKED", SpfReason.NotAsked)]
    public void A_reverse_name_that_was_never_recorded_leaves_the_result_open(string answer, SpfReason reason)
    {
        Is(Record("v=spf1 ptr -all", $"1.2.0.192.in-addr.arpa PTR {answer}"), AuthResult.None, reason, "ptr");
        Is(Record("v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR h.example.com", $"h.example.com A {answer}"), AuthResult.None, reason, "ptr");
        Is(Record("v=spf1 exists:%{p}.l.example.com -all", $"1.2.0.192.in-addr.arpa PTR {answer}"), AuthResult.None, reason, "exists:%{p}.l.example.com");
    }

    [Fact]
    public void What_was_never_recorded_does_not_matter_once_another_name_matches()
    {
        Is(Record("v=spf1 mx -all", $"{Sender} MX 10 m.example.com | 20 n.example.com", "m.example.com A NOTRECORDED", "n.example.com A 192.0.2.1"), AuthResult.Pass, SpfReason.MatchedMx, "mx");
        Is(Record("v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR g.example.com | h.example.com", "g.example.com A NOTRECORDED", "h.example.com A 192.0.2.1"), AuthResult.Pass, SpfReason.MatchedPtr, "ptr");
    }

    [Theory]
    [Rfc("7208", "5.2")]
    [InlineData("v=spf1 +all", AuthResult.Pass, SpfReason.MatchedInclude)]
    [InlineData("v=spf1 -all", AuthResult.SoftFail, SpfReason.MatchedAll)]
    [InlineData("v=spf1 ~all", AuthResult.SoftFail, SpfReason.MatchedAll)]
    [InlineData("v=spf1 ?all", AuthResult.SoftFail, SpfReason.MatchedAll)]
    [InlineData("v=spf1", AuthResult.SoftFail, SpfReason.MatchedAll)]
    [InlineData("v=spf1 moo", AuthResult.PermError, SpfReason.SyntaxError)]
    [InlineData("no record", AuthResult.PermError, SpfReason.IncludeOfNone)]
    [InlineData("NXDOMAIN", AuthResult.PermError, SpfReason.IncludeOfNone)]
    [InlineData("v=spf1 | v=spf1", AuthResult.PermError, SpfReason.SeveralRecords)]
    public void Include_matches_when_the_other_record_passes(string included, AuthResult result, SpfReason reason)
    {
        SpfVerdict verdict = Record("v=spf1 include:i.example.com ~all", $"i.example.com TXT {included}");
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
    }

    [Fact]
    [Rfc("7208", "5.2")]
    public void Include_gives_its_own_qualifier() =>
        Is(Record("v=spf1 -include:i.example.com +all", "i.example.com TXT v=spf1 ip4:192.0.2.0/24 -all"), AuthResult.Fail, SpfReason.MatchedInclude, "-include:i.example.com", "ip4:192.0.2.0/24");

    [Fact]
    [Rfc("7208", "5.2")]
    public void The_path_names_the_includes_that_matched_and_no_others()
    {
        SpfVerdict verdict = Record("v=spf1 include:a.example.com include:b.example.com -all",
            "a.example.com TXT v=spf1 include:c.example.com ~all", "c.example.com TXT v=spf1 ip4:203.0.113.1 -all",
            "b.example.com TXT v=spf1 redirect=d.example.com", "d.example.com TXT v=spf1 include:e.example.com ~all", "e.example.com TXT v=spf1 ip4:192.0.2.0/24 ~all");
        Is(verdict, AuthResult.Pass, SpfReason.MatchedInclude, "include:b.example.com", "redirect=d.example.com", "include:e.example.com", "ip4:192.0.2.0/24");
        Assert.Equal(5, verdict.LookupCount);
    }

    [Theory]
    [Rfc("7208", "6.1")]
    [InlineData("v=spf1 -all", AuthResult.Fail, SpfReason.MatchedAll)]
    [InlineData("v=spf1", AuthResult.Neutral, SpfReason.NoMatch)]
    [InlineData("NXDOMAIN", AuthResult.PermError, SpfReason.RedirectToNone)]
    [InlineData("no record", AuthResult.PermError, SpfReason.RedirectToNone)]
    [InlineData("v=spf1 moo", AuthResult.PermError, SpfReason.SyntaxError)]
    public void Redirect_takes_the_result_of_the_other_record(string other, AuthResult result, SpfReason reason)
    {
        SpfVerdict verdict = Record("v=spf1 ip4:203.0.113.1 redirect=r.example.com", $"r.example.com TXT {other}");
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
        Assert.Equal("redirect=r.example.com", verdict.Path[0]);
    }

    [Fact]
    [Rfc("7208", "6.1")]
    public void Redirect_counts_only_when_nothing_matched_wherever_it_stands() =>
        Is(Record("v=spf1 redirect=none.example.com ?all"), AuthResult.Neutral, SpfReason.MatchedAll, "?all");

    [Fact]
    [Rfc("7208", "6.1")]
    public void Redirect_makes_the_other_domain_the_current_one() =>
        Is(Record("v=spf1 redirect=r.example.com", "r.example.com TXT v=spf1 a -all", "r.example.com A 192.0.2.1"), AuthResult.Pass, SpfReason.MatchedA, "redirect=r.example.com", "a");

    [Theory]
    [Rfc("7208", "4.6.4")]
    [InlineData(10, AuthResult.Fail, SpfReason.MatchedAll)]
    [InlineData(11, AuthResult.PermError, SpfReason.TooManyLookups)]
    public void Ten_terms_may_cause_lookups(int terms, AuthResult result, SpfReason reason)
    {
        string[] mechanisms = ["a", "mx", "ptr", "exists:e.example.com", "include:i.example.com"];
        string record = string.Join(' ', Enumerable.Range(0, terms).Select(i => mechanisms[i % 5]));
        SpfVerdict verdict = Record($"v=spf1 ip4:203.0.113.1 ip6:::1 {record} -all exp=none.example.com", $"{Sender} A 203.0.113.1", $"{Sender} MX 10 {Sender}",
            "1.2.0.192.in-addr.arpa PTR h.example.com", "h.example.com A 203.0.113.1", "e.example.com A TIMEOUT", "i.example.com TXT v=spf1");
        Assert.Equal(AuthResult.TempError, verdict.Result);
        verdict = Record($"v=spf1 ip4:203.0.113.1 ip6:::1 {record.Replace("exists:e", "a:h", StringComparison.Ordinal)} -all exp=none.example.com", $"{Sender} A 203.0.113.1", $"{Sender} MX 10 {Sender}",
            "1.2.0.192.in-addr.arpa PTR h.example.com", "h.example.com A 203.0.113.1", "i.example.com TXT v=spf1");
        Assert.Equal((result, reason, terms), (verdict.Result, verdict.Reason, verdict.LookupCount));
    }

    [Theory]
    [Rfc("7208", "4.6.4")]
    [InlineData("v=spf1 include:example.com")]
    [InlineData("v=spf1 redirect=example.com")]
    public void Loops_end_at_the_lookup_limit(string record)
    {
        SpfVerdict verdict = Record(record);
        Assert.Equal((AuthResult.PermError, SpfReason.TooManyLookups), (verdict.Result, verdict.Reason));
        Assert.Equal(11, verdict.Path.Count);
    }

    [Fact]
    [Rfc("7208", "4.6.4")]
    public void Lookups_count_across_includes_and_redirects() =>
        Assert.Equal(SpfReason.TooManyLookups, Record("v=spf1 include:i.example.com include:i.example.com redirect=i.example.com",
            "i.example.com TXT v=spf1 a:h.example.com a:h.example.com a:h.example.com", "h.example.com A 203.0.113.1").Reason);

    [Theory]
    [Rfc("7208", "4.6.4")]
    [InlineData("a:v1.example.com mx:v2.example.com", AuthResult.Fail, SpfReason.MatchedAll)]
    [InlineData("a:v1.example.com mx:v2.example.com exists:v3.example.com", AuthResult.PermError, SpfReason.TooManyVoidLookups)]
    [InlineData("a:v1.example.com ptr mx:v2.example.com", AuthResult.PermError, SpfReason.TooManyVoidLookups)]
    [InlineData("include:i.example.com a:v3.example.com", AuthResult.PermError, SpfReason.TooManyVoidLookups)]
    public void Two_terms_may_find_nothing(string terms, AuthResult result, SpfReason reason)
    {
        SpfVerdict verdict = Record($"v=spf1 {terms} -all", "v2.example.com MX NODATA", "i.example.com TXT v=spf1 a:v1.example.com a:v2.example.com ~all");
        Assert.Equal((result, reason), (verdict.Result, verdict.Reason));
    }

    [Fact]
    [Rfc("7208", "4.6.4")]
    public void An_mx_whose_hosts_lack_addresses_of_the_clients_family_is_one_void_lookup()
    {
        string[] zone = [$"{Sender} TXT v=spf1 mx ip6:2001:db8::/32 -all", $"{Sender} MX 10 a.example.com | 10 b.example.com | 10 c.example.com", "a.example.com A 192.0.2.1", "b.example.com A 192.0.2.1", "c.example.com A 192.0.2.1"];
        SpfVerdict verdict = Of(zone).Check("2001:db8::1");
        Is(verdict, AuthResult.Pass, SpfReason.MatchedIp6, "ip6:2001:db8::/32");
        Assert.Equal(1, verdict.VoidLookupCount);
    }

    [Fact]
    public void Limits_are_options() =>
        Assert.Equal(SpfReason.TooManyLookups, Of($"{Sender} TXT v=spf1 a a -all", $"{Sender} A 203.0.113.1").Check(limits: new SpfLimits { MaxLookups = 1 }).Reason);

    [Fact]
    [Rfc("8616", "4")]
    public void A_local_part_that_is_not_ascii_never_matches()
    {
        IDnsView zone = Of($"{Sender} TXT v=spf1 exists:%{{l}}.x.example.com exists:%{{S}}.x.example.com include:%{{l}}.i.example.com -all", "xn--jrg-sna.x.example.com A 127.0.0.2", "j%C3%B6rg@example.com.x.example.com A 127.0.0.2");
        SpfVerdict verdict = zone.Check(localPart: "jörg");
        Is(verdict, AuthResult.Fail, SpfReason.MatchedAll, "-all");
        Assert.True(verdict.DependsOnSender);
    }

    [Fact]
    [Rfc("8616", "4")]
    public void U_labels_of_domain_and_helo_are_asked_as_a_labels()
    {
        IDnsView zone = Of("xn--bcher-kva.example TXT v=spf1 exists:%{h}.%{d} -all", "xn--mnchen-3ya.example.xn--bcher-kva.example A 127.0.0.2");
        Assert.Equal(AuthResult.Pass, zone.Check(domain: "bücher.example", helo: "münchen.example").Result);
    }

    [Fact]
    [Rfc("7208", "4.3")]
    public void An_empty_local_part_is_postmaster() =>
        Assert.Equal(AuthResult.Pass, Of($"{Sender} TXT v=spf1 exists:%{{l}}.x.example.com -all", "postmaster.x.example.com A 127.0.0.2").Check(localPart: "").Result);

    [Fact]
    [Rfc("7208", "7.3")]
    public void Macros_in_includes_see_client_and_helo() =>
        Is(Of($"{Sender} TXT v=spf1 include:%{{i}}._ip.%{{h}}._ehlo.%{{d}}._spf.vendor.example -all", "192.0.2.1._ip.mail.example.com._ehlo.example.com._spf.vendor.example TXT v=spf1 ip4:192.0.2.1").Check(),
            AuthResult.Pass, SpfReason.MatchedInclude, "include:%{i}._ip.%{h}._ehlo.%{d}._spf.vendor.example", "ip4:192.0.2.1");

    [Fact]
    [Rfc("7208", "3.3")]
    public void A_record_of_several_strings_is_read_without_spaces_between() =>
        Assert.Equal(AuthResult.Pass, TestKit.JsonZone.Parse("""{"example.com TXT": [["v=spf1 ip4:192.", "0.2.1 -all"]]}""").Check().Result);

    [Theory]
    [Rfc("7208", "6.2")]
    [InlineData("v=spf1 -all exp=e.example.com", "not from %{i}", "not from 192.0.2.1")]
    [InlineData("v=spf1 ~all exp=e.example.com", "text", null)]
    [InlineData("v=spf1 -all exp=e.example.com", "one | two", null)]
    [InlineData("v=spf1 -all exp=e.example.com", "NXDOMAIN", null)]
    [InlineData("v=spf1 -all exp=e.example.com", "TIMEOUT", null)]
    [InlineData("v=spf1 -all exp=e.example.com", "NOTRECORDED", null)]
    [InlineData("v=spf1 -all exp=e.example.com", "ünïcode", null)]
    [InlineData("v=spf1 redirect=r.example.com exp=e.example.com", "text", "of the redirect")]
    [InlineData("v=spf1 -include:i.example.com exp=e.example.com", "of the includer", "of the includer")]
    public void Explanation_is_that_of_the_record_that_failed(string record, string text, string? expected)
    {
        SpfVerdict verdict = Record(record, $"e.example.com TXT {text}", "r.example.com TXT v=spf1 -all exp=f.example.com", "f.example.com TXT of the redirect", "i.example.com TXT v=spf1 +all exp=f.example.com");
        Assert.Equal(expected, verdict.Explanation);
        Assert.Equal(0, verdict.VoidLookupCount);
    }

    [Fact]
    [Rfc("7208", "2.3")]
    public void The_helo_identity_is_kept_in_the_verdict()
    {
        SpfQuery query = new(IPAddress.Parse("192.0.2.1"), DomainName.Parse("mail.example.com"), "", "mail.example.com", SpfIdentity.Helo);
        SpfVerdict verdict = SpfEvaluator.Evaluate(query, Of("mail.example.com TXT v=spf1 a -all", "mail.example.com A 192.0.2.1"), new DnsQuestionSet(), SpfLimits.Default)!;
        Assert.Equal((AuthResult.Pass, SpfIdentity.Helo, "mail.example.com"), (verdict.Result, verdict.Identity, verdict.Domain!.Value));
    }
}
