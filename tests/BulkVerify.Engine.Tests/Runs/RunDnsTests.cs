using System.Text;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Engine.Tests.Runs;

public sealed class RunDnsTests : IDisposable
{
    private const string Recording = """
        ;bulkverify partial
        $TTL 3600

        ;bulkverify asked 2026-03-04T10:11:12Z s1._domainkey.a.example. TXT
        s1._domainkey.a.example.	IN	CNAME	s1.vendor.example.

        ;bulkverify asked 2026-03-04T10:11:14Z s1._domainkey.b.example. TXT
        s1._domainkey.b.example.	IN	CNAME	s1.vendor.example.

        ;bulkverify asked 2026-03-04T10:11:13Z s1.vendor.example. TXT
        s1.vendor.example.	IN	TXT	"p="

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-rundns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("b", "a")]
    public void Where_a_chain_leads_keeps_the_date_of_the_recording_whichever_name_leads_there_first(params string[] order)
    {
        string file = Path.Combine(_folder, "recorded.zone");
        File.WriteAllText(file, Recording.ReplaceLineEndings("\n"));
        using RunDns dns = RunDns.Open(new DnsSource(DnsSourceKind.Files, file, []), bookFile: null, TimeProvider.System);
        foreach (string name in order)
            Assert.Single(dns.View.Find(new DnsQuestion(DomainName.Parse($"s1._domainkey.{name}.example"), DnsRecordType.Txt))!.Records);

        using var again = new MemoryStream();
        dns.Answers.WriteTo(again);

        string[] lines = Encoding.ASCII.GetString(again.ToArray()).Split('\n');
        Assert.Contains(";bulkverify asked 2026-03-04T10:11:13Z s1.vendor.example. TXT", lines);
        Assert.Equal(order.Length + 1, lines.Count(l => l.StartsWith(";bulkverify asked", StringComparison.Ordinal)));
        Assert.Empty(lines.Except(File.ReadAllLines(file)));
    }
}
