using System.Text;
using BulkVerify.Dns;
using CsCheck;

namespace BulkVerify.Tests.Dns;

public sealed class ZoneWriterTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_772_619_072);

    private static byte[] Write(IEnumerable<RecordedAnswer> answers)
    {
        using var stream = new MemoryStream();
        ZoneWriter.Write(stream, answers);
        return stream.ToArray();
    }

    private static ZoneBuilder Read(byte[] zone)
    {
        var builder = new ZoneBuilder();
        ZoneFile.Read(zone, "written", builder);
        return builder;
    }

    private static RecordedAnswer Recorded(string name, DnsRecordType type, DnsAnswer answer) => new(new DnsQuestion(DomainName.Parse(name), type), answer, Time);

    [Fact]
    public void Reads_back_to_equal_answers_whatever_contradicts_whatever() =>
        DnsGen.Recorded.List[0, 25].Sample(answers =>
        {
            ZoneBuilder builder = Read(Write(answers));
            Assert.Empty(builder.Errors);
            ZoneView view = builder.Build();
            foreach (RecordedAnswer recorded in answers.DistinctBy(a => a.Question))
                Assert.Equal(recorded.Answer, view.Find(recorded.Question));
        }, iter: 3000);

    [Fact]
    public void Writes_the_same_octets_in_whatever_order_the_answers_come() =>
        DnsGen.Recorded.List[0, 15].Sample(answers =>
        {
            RecordedAnswer[] distinct = [.. answers.DistinctBy(a => a.Question)];
            Assert.Equal(Write(distinct), Write(distinct.Reverse()));
        }, iter: 500);

    [Fact]
    public void Writes_what_a_person_can_read()
    {
        byte[] zone = Write(
        [
            Recorded("s1._domainkey.a.example", DnsRecordType.Txt, new DnsAnswer(DnsStatus.Success, [DnsRecord.Txt("k=rsa; p=\"abc\"")], [DomainName.Parse("s1.vendor.example")])),
            Recorded("a.example", DnsRecordType.Mx, DnsAnswer.Of(DnsRecord.Mx(0, null))),
            Recorded("gone.example", DnsRecordType.Txt, DnsAnswer.NxDomain),
            Recorded("slow.example", DnsRecordType.Txt, DnsAnswer.Timeout),
            Recorded("unknown.example", DnsRecordType.Txt, DnsAnswer.NotRecorded),
        ]);
        Assert.Equal("""
            ;bulkverify partial
            $TTL 3600

            ;bulkverify asked 2026-03-04T10:11:12Z a.example. MX
            a.example.	IN	MX	0 .

            ;bulkverify asked 2026-03-04T10:11:12Z gone.example. TXT
            ;bulkverify nxdomain gone.example. TXT
            ;bulkverify nxdomain gone.example.

            ;bulkverify asked 2026-03-04T10:11:12Z s1._domainkey.a.example. TXT
            s1._domainkey.a.example.	IN	CNAME	s1.vendor.example.

            ;bulkverify asked 2026-03-04T10:11:12Z s1.vendor.example. TXT
            s1.vendor.example.	IN	TXT	"k=rsa; p=\"abc\""

            ;bulkverify asked 2026-03-04T10:11:12Z slow.example. TXT
            ;bulkverify timeout slow.example. TXT


            """.ReplaceLineEndings("\n"), Encoding.ASCII.GetString(zone));
    }

    [Fact]
    public void Cuts_long_text_into_strings_of_255_octets()
    {
        byte[] text = [.. Enumerable.Range(0, 600).Select(i => (byte)i)];
        RecordedAnswer recorded = Recorded("a.example", DnsRecordType.Txt, DnsAnswer.Of(DnsRecord.Txt(text)));
        byte[] zone = Write([recorded]);
        Assert.Equal(3, Encoding.ASCII.GetString(zone).Split("\" \"").Length);
        Assert.Equal(text, Read(zone).Build().Find(recorded.Question).Records[0].Text.ToArray());
    }
}
