using System.Text;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dmarc;

public class DmarcRecordParserTests
{
    private static readonly string[] Pieces =
        ["v", "DMARC1", "=", ";", " ", "\t", "p", "sp", "np", "none", "quarantine", "reject", "rua", "ruf", "mailto:a@b.example", "!10m", ",", "psd", "t", "y", "n", "u", "fo", "0:d", "adkim", "s", "pct", "100", "%4", "\0", "é"];

    private static DmarcRecord? Parse(string text) => DmarcRecordParser.TryParse(Encoding.UTF8.GetBytes(text));

    [Theory]
    [Rfc("9989", "4.7", "4.8")]
    [InlineData("v=DMARC1")]
    [InlineData("v=DMARC1;")]
    [InlineData("V=DMARC1; p=none")]
    [InlineData("v = DMARC1 ; p = none")]
    [InlineData(" v=DMARC1; p=none")]
    public void Is_a_record(string text) => Assert.NotNull(Parse(text));

    [Theory]
    [Rfc("9989", "4.7", "4.8")]
    [InlineData("")]
    [InlineData("v=dmarc1; p=none")]
    [InlineData("v=DMARC10; p=none")]
    [InlineData("v=DMARC1 p=none")]
    [InlineData("v=DMARC1, p=none")]
    [InlineData("v=DMARC2; p=none")]
    [InlineData("p=none; v=DMARC1")]
    [InlineData("; v=DMARC1; p=none")]
    [InlineData("v=spf1 -all")]
    [InlineData("v=; p=none")]
    [InlineData("\"v=DMARC1; p=none\"")]
    public void Is_no_record(string text) => Assert.Null(Parse(text));

    [Fact]
    [Rfc("9989", "4.7", "4.8")]
    public void Reads_every_tag()
    {
        DmarcRecord record = Parse("v=DMARC1; p=Reject; SP=quarantine; np=NONE; adkim=S; aspf=s; psd=N; t=Y; fo=1:d:s; rua=mailto:a@b.example!10m , https://r.example/x; ruf=mailto:f@b.example")!;
        Assert.Equal(DmarcRecordErrors.None, record.Errors);
        Assert.Equal((DmarcPolicy.Reject, DmarcPolicy.Quarantine, DmarcPolicy.None), (record.Policy, record.SubdomainPolicy, record.NonexistentPolicy));
        Assert.Equal((AlignmentMode.Strict, AlignmentMode.Strict), (record.DkimAlignment, record.SpfAlignment));
        Assert.Equal((PublicSuffixFlag.Organizational, true, "1:d:s"), (record.PublicSuffix, record.Testing, record.FailureOptions));
        Assert.Equal(["mailto:a@b.example", "https://r.example/x"], record.AggregateReportUris);
        Assert.Equal(["mailto:f@b.example"], record.FailureReportUris);
    }

    [Fact]
    [Rfc("9989", "4.7", "4.8")]
    public void Absent_tags_have_their_defaults()
    {
        DmarcRecord record = Parse("v=DMARC1; p=none")!;
        Assert.Equal((AlignmentMode.Relaxed, AlignmentMode.Relaxed, PublicSuffixFlag.Unknown, false, "0"), (record.DkimAlignment, record.SpfAlignment, record.PublicSuffix, record.Testing, record.FailureOptions));
        Assert.Null(record.SubdomainPolicy);
        Assert.Null(record.NonexistentPolicy);
        Assert.Equal("v=DMARC1; p=none", record.Text);
    }

    [Theory]
    [Rfc("9989", "4.7", "4.8")]
    [InlineData("p=none; reject", DmarcRecordErrors.StrayText)]
    [InlineData("p=none;; t=n", DmarcRecordErrors.StrayText)]
    [InlineData("p=none;;", DmarcRecordErrors.StrayText)]
    [InlineData("p=none; fo:0", DmarcRecordErrors.StrayText)]
    [InlineData("p=none; adkim=x", DmarcRecordErrors.InvalidAlignment)]
    [InlineData("p=none; aspf=", DmarcRecordErrors.InvalidAlignment)]
    [InlineData("p=none; psd=yes", DmarcRecordErrors.InvalidPublicSuffixFlag)]
    [InlineData("p=none; t=1", DmarcRecordErrors.InvalidTesting)]
    [InlineData("p=none; fo=0:1", DmarcRecordErrors.InvalidFailureOptions)]
    [InlineData("p=none; fo=d:d", DmarcRecordErrors.InvalidFailureOptions)]
    [InlineData("p=none; fo=", DmarcRecordErrors.InvalidFailureOptions)]
    [InlineData("p=none; rua=postmaster@b.example", DmarcRecordErrors.InvalidReportUri)]
    [InlineData("p=none; ruf=mailto:nobody", DmarcRecordErrors.InvalidReportUri)]
    [InlineData("p=none; p=reject", DmarcRecordErrors.RepeatedTag)]
    [InlineData("p=none; v=DMARC1", DmarcRecordErrors.RepeatedTag)]
    [InlineData("p=none; pct=50", DmarcRecordErrors.LegacyTag)]
    [InlineData("p=none; rf=afrf", DmarcRecordErrors.LegacyTag)]
    [InlineData("p=none; ri=86400", DmarcRecordErrors.LegacyTag)]
    [InlineData("p=none; foo=bar", DmarcRecordErrors.UnknownTag)]
    [InlineData("p=none; toolong=bar", DmarcRecordErrors.UnknownTag)]
    public void Drops_what_is_wrong_and_says_so(string tags, DmarcRecordErrors expected)
    {
        DmarcRecord record = Parse($"v=DMARC1; {tags}")!;
        Assert.Equal(expected, record.Errors);
        Assert.Equal(DmarcPolicy.None, record.PoliciesUnder(DmarcRules.Rfc9989)!.Value.Domain);
        Assert.Equal(DmarcPolicy.None, record.PoliciesUnder(DmarcRules.Rfc7489)!.Value.Domain);
    }

    [Theory]
    [Rfc("9989", "4.10.1")]
    [Rfc("7489", "6.6.3")]
    [InlineData("v=DMARC1", DmarcRecordErrors.MissingPolicy)]
    [InlineData("v=DMARC1; p=", DmarcRecordErrors.InvalidPolicy)]
    [InlineData("v=DMARC1; p=n", DmarcRecordErrors.InvalidPolicy)]
    [InlineData("v=DMARC1; p=bad; p=reject", DmarcRecordErrors.InvalidPolicy | DmarcRecordErrors.RepeatedTag)]
    [InlineData("v=DMARC1; p=reject; sp=bad", DmarcRecordErrors.InvalidSubdomainPolicy)]
    [InlineData("v=DMARC1; p=reject; sp=", DmarcRecordErrors.InvalidSubdomainPolicy)]
    [InlineData("v=DMARC1; sp=reject", DmarcRecordErrors.MissingPolicy)]
    public void Without_a_valid_policy_it_applies_only_with_rua(string text, DmarcRecordErrors expected)
    {
        Assert.Equal(expected, Parse(text)!.Errors);
        Assert.Null(Parse(text)!.PoliciesUnder(DmarcRules.Rfc9989));
        Assert.Null(Parse(text)!.PoliciesUnder(DmarcRules.Rfc7489));
        Assert.Null(Parse($"{text}; rua=nowhere")!.PoliciesUnder(DmarcRules.Rfc9989));
        // RFC 9989 §4.10.1: as if p=none had been found.
        Assert.Equal(new DmarcPolicies(DmarcPolicy.None, null, null, false), Parse($"{text}; rua=nowhere,mailto:a@b.example!5g; t=y")!.PoliciesUnder(DmarcRules.Rfc9989));
        Assert.Equal(new DmarcPolicies(DmarcPolicy.None, null, null, false), Parse($"{text}; rua=mailto:a@b.example")!.PoliciesUnder(DmarcRules.Rfc7489));
    }

    [Fact]
    [Rfc("7489", "6.3")]
    public void RFC_7489_does_not_know_np_and_t()
    {
        Assert.Null(Parse("v=DMARC1; p=reject; np=bad")!.PoliciesUnder(DmarcRules.Rfc9989));
        Assert.Equal(new DmarcPolicies(DmarcPolicy.Reject, null, null, false), Parse("v=DMARC1; p=reject; np=bad; t=y")!.PoliciesUnder(DmarcRules.Rfc7489));
        Assert.Equal(new DmarcPolicies(DmarcPolicy.Reject, null, DmarcPolicy.None, true), Parse("v=DMARC1; p=reject; np=none; t=y")!.PoliciesUnder(DmarcRules.Rfc9989));
    }

    [Theory]
    [Rfc("9989", "4.8")]
    [InlineData("mailto:a@b.example", true)]
    [InlineData("MAILTO:a@b.example?subject=x", true)]
    [InlineData("ftp://abuse.example", true)]
    [InlineData("mailto:a%2cb@b.example", true)]
    [InlineData("mailto:", false)]
    [InlineData("mailto:a%2@b.example", false)]
    [InlineData("mailto:a b@b.example", false)]
    [InlineData("mailto:a@b.example!10x", false)]
    [InlineData("mailto:a!b@b.example", false)]
    [InlineData("1mailto:a@b.example", false)]
    [InlineData("", false)]
    public void Knows_a_report_URI(string uri, bool valid) => Assert.Equal(valid, Parse($"v=DMARC1; rua={uri}")!.AggregateReportUris.Count == 1);

    [Fact]
    public void Lists_of_URIs_and_the_text_are_bounded()
    {
        DmarcRecord record = Parse("v=DMARC1; p=none; rua=" + string.Join(',', Enumerable.Repeat("mailto:a@b.example", 500)))!;
        Assert.Equal(DmarcRecord.MaxReportUris, record.AggregateReportUris.Count);
        Assert.Equal(DmarcRecord.MaxTextLength, record.Text.Length);
    }

    [Fact]
    public void Every_prefix_and_random_bytes_end_in_a_value()
    {
        byte[] text = "v=DMARC1; p=reject; sp=none; fo=0:d:s; rua=mailto:a%40b@c.example!10m, x:y; pct=5; t=y; psd=n"u8.ToArray();
        for (int length = 0; length <= text.Length; length++)
            DmarcRecordParser.TryParse(text.AsSpan(0, length))?.PoliciesUnder(DmarcRules.Rfc9989);
        Gen.Int[0, Pieces.Length - 1].Array[0, 30].Select(p => "v=DMARC1;" + string.Concat(p.Select(i => Pieces[i]))).Sample(t => Parse(t)?.PoliciesUnder(DmarcRules.Rfc9989) is null or { Domain: <= DmarcPolicy.Reject }, iter: 20_000);
        Gen.Byte.Array[0, 60].Sample(b => DmarcRecordParser.TryParse(b) is null || DmarcRecordParser.IsRecord(b), iter: 2_000);
    }

    [Fact]
    public void Sloppy_records_of_the_real_world_apply()
    {
        Assert.SkipWhen(SharedData.Conformance is null, SharedData.NoConformance);
        string path = Path.Combine(SharedData.Conformance!, "dmarc-mail-dmarc", "real-world-records.txt");
        Assert.SkipUnless(File.Exists(path), SharedData.NoConformance);
        string[] refused = [.. File.ReadLines(path).Select(l => l[(l.IndexOf(';', StringComparison.Ordinal) + 1)..]).Where(l => Parse(l)?.PoliciesUnder(DmarcRules.Rfc9989) is null)];
        Assert.Empty(refused);
    }
}
