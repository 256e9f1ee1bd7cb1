using System.Text;
using BulkVerify.Dns;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class ZoneFileTests
{
    /// <summary>Every construct that the reader knows, and some that it refuses.</summary>
    private const string Everything = """
        ; a comment
        $ORIGIN example.com.
        $TTL 1h30m
        @   3600 IN SOA ns1 hostmaster (
                2026010101 ; serial
                1d 2h 4w 300 )
            IN  NS ns1
            MX  10 mail ; a comment; with "quotes"
        	TXT "v=spf1 -all"
        mail 1W A 192.0.2.1
             in 300 A 192.0.2.2
             AAAA 2001:db8::1
        s1._domainkey TXT ( "v=DKIM1; "
              "k=rsa; p=abc" )
        esc TXT "a\"b\\c\059\000\255" plain\ word
        www CNAME mail
        nullmx MX 0 .
        old SPF "v=spf1 -all"
        1.2.0.192.in-addr.arpa. PTR mail.example.com.
        chaos CH TXT "not ours"
        $ORIGIN sub
        x TXT "relative origin"
        ;bulkverify asked 2026-03-04T10:11:12Z
        ;bulkverify nxdomain gone
        ;bulkverify nodata x A
        ;bulkverify servfail broken.example.com. TXT
        ;bulkverify timeout slow.example.com. TXT
        """;

    private static ZoneBuilder Read(string text)
    {
        var builder = new ZoneBuilder();
        ZoneFile.Read(Encoding.Latin1.GetBytes(text), "test.zone", builder);
        return builder;
    }

    private static DnsAnswer Ask(ZoneView view, string name, DnsRecordType type) => view.Find(new DnsQuestion(DomainName.Parse(name), type));

    private static string Text(DnsAnswer answer) => Encoding.Latin1.GetString(answer.Records[0].Text.Span);

    [Fact]
    [Rfc("1035", "5.1")]
    public void Reads_every_construct()
    {
        ZoneBuilder builder = Read(Everything);
        Assert.Empty(builder.Errors);
        ZoneView view = builder.Build();

        Assert.Equal("v=spf1 -all", Text(Ask(view, "example.com", DnsRecordType.Txt)));
        Assert.Equal(DnsAnswer.Of(DnsRecord.Mx(10, DomainName.Parse("mail.example.com"))), Ask(view, "example.com", DnsRecordType.Mx));
        Assert.Equal(["192.0.2.1", "192.0.2.2"], Ask(view, "mail.example.com", DnsRecordType.A).Records.Select(r => r.Address!.ToString()));
        Assert.Equal("2001:db8::1", Ask(view, "mail.example.com", DnsRecordType.Aaaa).Records[0].Address!.ToString());
        Assert.Equal("v=DKIM1; k=rsa; p=abc", Text(Ask(view, "s1._domainkey.example.com", DnsRecordType.Txt)));
        Assert.Equal("a\"b\\c;\0\u00ffplain word", Text(Ask(view, "esc.example.com", DnsRecordType.Txt)));
        Assert.Null(Ask(view, "nullmx.example.com", DnsRecordType.Mx).Records[0].Target);
        Assert.Equal(DnsStatus.NoData, Ask(view, "old.example.com", DnsRecordType.Txt).Status);
        Assert.Equal("mail.example.com", Ask(view, "1.2.0.192.in-addr.arpa", DnsRecordType.Ptr).Records[0].Target!.Value);
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "chaos.example.com", DnsRecordType.Txt).Status);
        Assert.Equal("relative origin", Text(Ask(view, "x.sub.example.com", DnsRecordType.Txt)));
        Assert.Equal(DnsStatus.NxDomain, Ask(view, "gone.sub.example.com", DnsRecordType.Txt).Status);
        Assert.Equal(DnsStatus.NoData, Ask(view, "x.sub.example.com", DnsRecordType.A).Status);
        Assert.Equal(DnsStatus.ServFail, Ask(view, "broken.example.com", DnsRecordType.Txt).Status);
        Assert.Equal(DnsStatus.Timeout, Ask(view, "slow.example.com", DnsRecordType.Txt).Status);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 11, 12, TimeSpan.Zero), view.LastAsked);
    }

    [Fact]
    public void Never_throws_on_a_prefix_nor_on_octets_taken_out()
    {
        for (int length = 0; length <= Everything.Length; length++)
        {
            Read(Everything[..length]).Build();
            Read(Everything[length..]).Build();
            if (length < Everything.Length)
                Read(Everything.Remove(length, 1)).Build();
        }
    }

    [Fact]
    public void Never_throws_on_arbitrary_octets() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Read(Encoding.Latin1.GetString(bytes)).Build(), iter: 2000);

    [Fact]
    public void Reads_the_same_from_a_stream_in_small_pieces_and_with_crlf()
    {
        var builder = new ZoneBuilder();
        ZoneFile.Read(new TricklingStream(Encoding.Latin1.GetBytes(Everything.ReplaceLineEndings("\r\n"))), "test.zone", builder);
        Assert.Empty(builder.Errors);
        Assert.Equal(Read(Everything).RecordCount, builder.RecordCount);
    }

    [Theory]
    [InlineData("a.example. A 1.2.3\n", 1, "not an address")]
    [InlineData("a.example. A 1.2.3.04\n", 1, "not an address")]
    [InlineData("a.example. AAAA 1.2.3.4\n", 1, "not an address")]
    [InlineData("\n\na..example. A 1.2.3.4\n", 3, "not a domain name")]
    [InlineData("  A 1.2.3.4\n", 1, "no owner name")]
    [InlineData("a.example. FOO 1\n", 1, "no record type")]
    [InlineData("a.example. 300 IN\n", 1, "without a type")]
    [InlineData("a.example. TXT \"open\n", 1, "not closed")]
    [InlineData("a.example. TXT\n", 1, "no text")]
    [InlineData("a.example. MX mail\n", 1, "preference and a name")]
    [InlineData("a.example. TXT ( \"x\"\n", 1, "never closed")]
    [InlineData("a.example. TXT \"x\" )\n", 1, "without '('")]
    [InlineData("@ TXT \"x\"\n", 1, "$ORIGIN")]
    [InlineData("$INCLUDE other.zone\n", 1, "not followed")]
    [InlineData("$ORIGIN\n", 1, "lacks its value")]
    [InlineData(";bulkverify parcial\n", 1, "unknown word")]
    [InlineData(";bulkverify nodata a.example\n", 1, "name and a type")]
    [InlineData(";bulkverify nodata a.example NS\n", 1, "one of A")]
    [InlineData(";bulkverify asked yesterday\n", 1, "wants a time")]
    public void Names_the_line_of_an_error_and_goes_on(string wrong, int line, string detail)
    {
        ZoneBuilder builder = Read(wrong + "\nother.example. A 192.0.2.9\n");
        ZoneFileError error = Assert.Single(builder.Errors);
        Assert.Equal(line, error.Line);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
        Assert.StartsWith($"test.zone:{line}: ", error.ToString(), StringComparison.Ordinal);
        if (!detail.Contains("never", StringComparison.Ordinal))
            Assert.Equal(DnsStatus.Success, Ask(builder.Build(), "other.example", DnsRecordType.A).Status);
    }

    [Fact]
    public void Counts_errors_beyond_those_it_keeps()
    {
        ZoneBuilder builder = Read(string.Concat(Enumerable.Repeat("a.example. A x\n", 500)));
        Assert.Equal(500, builder.ErrorCount);
        Assert.Equal(ZoneBuilder.MaxErrorsKept, builder.Errors.Count);
    }

    [Fact]
    public void Drops_a_line_longer_than_any_record()
    {
        var builder = new ZoneBuilder();
        string text = "a.example. TXT " + new string('x', 1_000_000) + "\nb.example. A 192.0.2.1\n";
        ZoneFile.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), "test.zone", builder);
        Assert.Equal(1, Assert.Single(builder.Errors).Line);
        Assert.Equal(DnsStatus.Success, Ask(builder.Build(), "b.example", DnsRecordType.A).Status);
    }

    [Fact]
    public void Takes_names_with_dots_inside_labels_for_names_nobody_asks_for()
    {
        ZoneBuilder builder = Read("first\\.last.example. TXT \"x\"\na\\032b.example. TXT \"x\"\nm.example. MX 10 a\\.b.example.\n");
        Assert.Empty(builder.Errors);
        Assert.Equal(DnsStatus.NoData, Ask(builder.Build(), "m.example", DnsRecordType.Mx).Status);
    }

    [Fact]
    public void Reads_the_zone_of_the_real_mail()
    {
        Assert.SkipWhen(SharedData.Corpora is null, SharedData.NoCorpora);
        ZoneSource source = ZoneSource.Load(Path.Combine(SharedData.Corpora, "dns.zone"));
        Assert.Equal(0, source.ErrorCount);
        Assert.True(source.View.IsPartial);
        Assert.StartsWith("v=DKIM1", Text(Ask(source.View, "20230601._domainkey.gmail.com", DnsRecordType.Txt)), StringComparison.Ordinal);
        Assert.Equal(DnsStatus.NotRecorded, Ask(source.View, "gmail.com", DnsRecordType.Txt).Status);
    }

    [Fact]
    public void Reports_a_file_that_is_not_there_and_a_folder_without_zones()
    {
        string folder = Directory.CreateTempSubdirectory("bulkverify-zones-").FullName;
        try
        {
            Assert.Contains("no file whose name ends", Assert.Single(ZoneSource.Load(folder).Errors).ToString(), StringComparison.Ordinal);
            Assert.Contains("no such file", Assert.Single(ZoneSource.Load(Path.Combine(folder, "a.zone")).Errors).ToString(), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, "a.zone"), "a.example. A 192.0.2.1\n");
            File.WriteAllText(Path.Combine(folder, "b.zone"), "a.example. A 192.0.2.1\na.example. A 192.0.2.2\n");
            File.WriteAllText(Path.Combine(folder, "notes.txt"), "not a zone");
            ZoneSource both = ZoneSource.Load(folder);
            Assert.Equal(0, both.ErrorCount);
            Assert.Equal(2, both.Files.Count);
            Assert.Equal(2, Ask(both.View, "a.example", DnsRecordType.A).Records.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Gives at most seven octets at a time.</summary>
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
