using System.Text;
using BulkVerify.Dns;
using BulkVerify.Evaluation.Spf;
using BulkVerify.TestKit;
using CsCheck;
using static BulkVerify.Tests.Evaluation.Spf.SpfZone;

namespace BulkVerify.Tests.Evaluation.Spf;

/// <summary>Checks that start knowing nothing and ask round by round.</summary>
public class SpfRoundsTests
{
    private static readonly string[] Names = ["example.com", "a.example", "b.example", "c.example", "_spf.d.example"];

    private static readonly Gen<string> Spec = Gen.OneOf(Among(Names), Among("%{d}", "%{i}.a.example", "%{l}.b.example", "%{h}", "%{p}", "%{ir}.%{v}.c.example", "a..example"));

    private static readonly Gen<string> Term = Gen.OneOf(
        Gen.Select(Among("", "-", "~", "?"), Among("include:", "exists:", "a:", "mx:", "ptr:"), Spec, (q, m, s) => $"{q}{m}{s}"),
        Among("a", "mx", "ptr", "-all", "?all", "ip4:192.0.2.0/30", "ip6:2001:db8::/64", "ip4:203.0.113.0/24", "moo=x", "exp=a.example", "redirect=b.example", "redirect=%{d}", "moo"));

    private static readonly Gen<string> RecordText = Term.Array[0, 8].Select(t => $"v=spf1 {string.Join(' ', t)}");

    private static readonly Gen<JsonZone> Zone = Gen.Select(RecordText.Array[Names.Length], Gen.Int[0, int.MaxValue].Array[Names.Length], (records, seeds) =>
    {
        var zone = new JsonZone();
        for (int i = 0; i < Names.Length; i++)
        {
            DomainName owner = DomainName.Parse(Names[i]);
            DnsAnswer[] texts = [DnsAnswer.Of(DnsRecord.Txt(records[i])), DnsAnswer.Of(DnsRecord.Txt(records[i])), DnsAnswer.Of(DnsRecord.Txt(records[i])), DnsAnswer.NxDomain, DnsAnswer.Timeout, DnsAnswer.NotRecorded];
            zone.Add(new DnsQuestion(owner, DnsRecordType.Txt), texts[i == 0 ? 0 : seeds[i] % texts.Length]);
            DnsAnswer[] addresses = [DnsAnswer.NoData, DnsAnswer.Of(DnsRecord.Of(System.Net.IPAddress.Parse("192.0.2.1"))), DnsAnswer.ServFail, DnsAnswer.Of(DnsRecord.Of(System.Net.IPAddress.Parse("203.0.113.9")))];
            zone.Add(new DnsQuestion(owner, DnsRecordType.A), addresses[seeds[i] / 8 % addresses.Length]);
            zone.Add(new DnsQuestion(owner, DnsRecordType.Mx), DnsAnswer.Of(DnsRecord.Mx(10, DomainName.Parse(Names[seeds[i] / 64 % Names.Length])), DnsRecord.Mx(5, null)));
        }
        return zone.Add(new DnsQuestion(DomainName.Parse("1.2.0.192.in-addr.arpa"), DnsRecordType.Ptr), DnsAnswer.Of(DnsRecord.Ptr(DomainName.Parse(Names[seeds[0] % Names.Length]))));
    });

    private static Gen<string> Among(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static SpfVerdict CheckInRounds(RoundsView view, in SpfQuery query)
    {
        var missing = new DnsQuestionSet();
        while (true)
        {
            missing.Clear();
            SpfVerdict? verdict = SpfEvaluator.Evaluate(query, view, missing, SpfLimits.Default);
            // Null exactly when there is something to ask, and never for what is known.
            Assert.Equal(verdict is null, missing.Count > 0);
            if (verdict is not null)
                return verdict;
            view.Answer(missing);
        }
    }

    private static string Text(SpfVerdict verdict) =>
        $"{verdict.Result} {verdict.Reason} {string.Join(" > ", verdict.Path)} {verdict.LookupCount} {verdict.VoidLookupCount} {verdict.Explanation} {verdict.Fault} {verdict.DependsOnSender}";

    [Fact]
    public void All_hosts_of_an_mx_are_asked_for_at_once()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 mx -all", $"{Sender} MX 10 a.example.com | 20 b.example.com | 30 c.example.com", "c.example.com A 192.0.2.1"));
        Assert.Equal(AuthResult.Pass, CheckInRounds(view, Query()).Result);
        Assert.Equal((3, 5), (view.Rounds, view.Questions));
    }

    [Fact]
    public void All_reverse_names_are_asked_for_at_once()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 ptr -all", "1.2.0.192.in-addr.arpa PTR a.example.com | b.example.com | c.example.com", "c.example.com A 192.0.2.1"));
        Assert.Equal(AuthResult.Pass, CheckInRounds(view, Query()).Result);
        Assert.Equal((3, 5), (view.Rounds, view.Questions));
    }

    [Fact]
    public void Rounds_are_as_many_as_includes_are_deep()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 include:a.example include:b.example mx a:c.example redirect=d.example",
            "a.example TXT v=spf1 include:a1.example include:a2.example ~all", "a1.example TXT v=spf1", "a2.example TXT v=spf1",
            "b.example TXT v=spf1 include:b1.example include:b2.example ~all", "b1.example TXT v=spf1", "b2.example TXT v=spf1",
            $"{Sender} MX 10 m.example.com", "m.example.com A 203.0.113.1", "c.example A 203.0.113.1", "d.example TXT v=spf1 -all"));
        SpfVerdict verdict = CheckInRounds(view, Query());
        Assert.Equal((AuthResult.Fail, 9), (verdict.Result, verdict.LookupCount));
        Assert.Equal(3, view.Rounds);
    }

    [Fact]
    public void Nothing_after_a_term_that_is_sure_to_match_is_asked()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 include:a.example ip4:192.0.2.1 include:b.example -all redirect=c.example", "a.example TXT v=spf1 a:d.example", "d.example A 203.0.113.1"));
        Assert.Equal(AuthResult.Pass, CheckInRounds(view, Query()).Result);
        Assert.Equal(3, view.Questions);
    }

    [Fact]
    public void Names_made_by_macros_are_asked_only_when_they_are_reached()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 a:a.example exists:%{{i}}.x.example -all", "a.example A 192.0.2.1"));
        Assert.Equal(AuthResult.Pass, CheckInRounds(view, Query()).Result);
        Assert.Equal(2, view.Questions);
    }

    [Fact]
    public void Looking_ahead_stays_within_the_lookup_limit()
    {
        var view = new RoundsView(Of($"{Sender} TXT v=spf1 {string.Join(' ', Enumerable.Range(0, 100).Select(i => $"a:h{i}.example.com"))} -all"));
        Assert.Equal(SpfReason.TooManyVoidLookups, CheckInRounds(view, Query()).Reason);
        Assert.Equal(11, view.Questions);
    }

    [Fact]
    public void Asking_in_rounds_gives_the_verdict_of_knowing_everything() =>
        Zone.Sample(zone => Text(CheckInRounds(new RoundsView(zone), Query())) == Text(zone.Check()), iter: 3000);

    [Fact]
    public void A_verdict_that_does_not_depend_on_the_sender_holds_for_all_senders() =>
        Zone.Sample(zone =>
        {
            SpfVerdict verdict = zone.Check();
            return verdict.DependsOnSender || Text(verdict) == Text(zone.Check(localPart: "other", helo: "c.example"));
        }, iter: 3000);

    [Fact]
    public void Shared_parsed_records_change_nothing()
    {
        var records = new SpfRecordCache();
        Zone.Sample(zone => Text(SpfEvaluator.Evaluate(Query(), zone, new DnsQuestionSet(), SpfLimits.Default, records)!) == Text(zone.Check()), iter: 1000);
    }

    [Fact]
    public void Any_octets_as_a_record_end_in_a_verdict() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var zone = new JsonZone();
            zone.Add(new DnsQuestion(DomainName.Parse(Sender), DnsRecordType.Txt), DnsAnswer.Of(DnsRecord.Txt((ReadOnlyMemory<byte>)(byte[])[.. "v=spf1 "u8, .. bytes])));
            return zone.Check().Result is AuthResult.PermError or AuthResult.Neutral or AuthResult.Pass or AuthResult.Fail or AuthResult.SoftFail;
        });

    [Fact]
    public void Any_sender_text_ends_in_a_verdict() =>
        Gen.Select(Gen.String[0, 100], Gen.String[0, 100], RecordText).Sample((localPart, helo, record) =>
        {
            var zone = new JsonZone();
            zone.AddTxt(Sender, record).AddTxt("a.example", "%{l} %{S} %{h2r.-} %{H} %{p}");
            SpfVerdict verdict = zone.Check(localPart: localPart, helo: helo);
            return Encoding.UTF8.GetByteCount(verdict.Explanation ?? "") < 1 << 16;
        });
}
