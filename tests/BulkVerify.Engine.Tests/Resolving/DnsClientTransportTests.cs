using System.Text;
using BulkVerify.Dns;
using BulkVerify.Engine.Resolving;
using BulkVerify.TestKit;

namespace BulkVerify.Engine.Tests.Resolving;

/// <summary>DnsClient against a server on the loopback that misbehaves.</summary>
public sealed class DnsClientTransportTests
{
    private const string Zone = """
        $ORIGIN example.
        text TXT "v=DKIM1; p=" "abc\"\\" 
        octets TXT "\000\001\127\128\255\\200 \"\200\195\169"
        utf8 TXT "gr\195\188n"
        empty TXT ""
        big TXT 
        a A 192.0.2.9
        a A 192.0.2.10
        a AAAA 2001:db8::1
        mail MX 20 b
        mail MX 10 c
        nullmx MX 0 .
        ptr PTR host
        alias CNAME mid
        mid CNAME text
        gonealias CNAME nowhere
        _dmarc.under_score TXT "v=DMARC1"
        quo\"te TXT "quoted owner"
        quoted CNAME quo\"te
        back\\slash TXT "x"
        xn--bcher-kva TXT "idn"
        idnalias CNAME xn--bcher-kva
        """;

    private static readonly ZoneView View = ZoneView.Parse(Zone.Replace("big TXT ", "big TXT " + string.Concat(Enumerable.Repeat($"\"{new string('x', 250)}\" ", 30)), StringComparison.Ordinal));

    private static DnsQuestion Question(string name, DnsRecordType type) => new(DomainName.Parse(name + ".example"), type);

    private static async Task<TransportReply> AskAsync(FakeDnsServer server, DnsQuestion question, double seconds = 300) =>
        await new LoopbackOnly(new DnsClientTransport([server.Endpoint])).AskAsync(server.Endpoint, question, useEdns: true, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("text", DnsRecordType.Txt)]
    [InlineData("octets", DnsRecordType.Txt)]
    [InlineData("utf8", DnsRecordType.Txt)]
    [InlineData("empty", DnsRecordType.Txt)]
    [InlineData("big", DnsRecordType.Txt)]
    [InlineData("a", DnsRecordType.A)]
    [InlineData("a", DnsRecordType.Aaaa)]
    [InlineData("a", DnsRecordType.Txt)]
    [InlineData("mail", DnsRecordType.Mx)]
    [InlineData("nullmx", DnsRecordType.Mx)]
    [InlineData("ptr", DnsRecordType.Ptr)]
    [InlineData("alias", DnsRecordType.Txt)]
    [InlineData("alias", DnsRecordType.A)]
    [InlineData("alias", DnsRecordType.Cname)]
    [InlineData("gonealias", DnsRecordType.Txt)]
    [InlineData("nowhere", DnsRecordType.Txt)]
    [InlineData("_dmarc.under_score", DnsRecordType.Txt)]
    [InlineData("quo\"te", DnsRecordType.Txt)]
    [InlineData("quoted", DnsRecordType.Txt)]
    [InlineData("back\\slash", DnsRecordType.Txt)]
    [InlineData("bücher", DnsRecordType.Txt)]
    [InlineData("idnalias", DnsRecordType.Txt)]
    public async Task Brings_back_what_the_zone_says(string name, DnsRecordType type)
    {
        await using FakeDnsServer server = FakeDnsServer.Start(View);
        DnsQuestion question = Question(name, type);
        TransportReply reply = await AskAsync(server, question);
        Assert.Equal(TransportOutcome.Answered, reply.Outcome);
        DnsAnswer expected = View.Find(question);
        Assert.Equal(expected with { Records = [.. expected.Records.OrderBy(Key, StringComparer.Ordinal)] }, reply.Answer);
    }

    private static string Key(DnsRecord record) =>
        $"{record.Preference:D5} {Convert.ToHexString(record.Address?.GetAddressBytes() ?? [])} {record.Target} {Encoding.Latin1.GetString(record.Text.Span)}";

    [Fact]
    public async Task Asks_over_tcp_when_the_reply_is_truncated_or_too_long()
    {
        await using FakeDnsServer server = FakeDnsServer.Start(View, (question, _) => question.Name.Value == "text.example" ? FakeReply.Truncate : FakeReply.Truthful);
        Assert.Equal(View.Find(Question("text", DnsRecordType.Txt)), (await AskAsync(server, Question("text", DnsRecordType.Txt))).Answer);
        Assert.Equal(View.Find(Question("big", DnsRecordType.Txt)), (await AskAsync(server, Question("big", DnsRecordType.Txt))).Answer);
        Assert.Equal((2, 2), (server.UdpQueries, server.TcpQueries));
    }

    [Fact]
    public async Task Brings_back_any_octets()
    {
        byte[] pieces = [(byte)'\\', (byte)'"', (byte)'0', (byte)'1', (byte)' ', 0, 31, 127, 128, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xEF, 0xBF, 0xBD, 0xF0, 255];
        var random = new Random(7);
        DnsQuestion question = Question("random", DnsRecordType.Txt);
        byte[] text = [];
        var zone = new JsonZone();
        await using FakeDnsServer server = FakeDnsServer.Start(zone);
        for (int round = 0; round < 300; round++)
        {
            text = [.. Enumerable.Range(0, random.Next(300)).Select(_ => pieces[random.Next(pieces.Length)])];
            lock (zone)
            {
                zone.Add(question, DnsAnswer.Of(DnsRecord.Txt(text)));
            }
            TransportReply reply = await AskAsync(server, question);
            Assert.Equal(Convert.ToHexString(text), Convert.ToHexString(Assert.Single(reply.Answer!.Records).Text.Span));
        }
    }

    public static TheoryData<string, TransportOutcome> Lies => new()
    {
        { "drop", TransportOutcome.TimedOut },
        { "wrong-id", TransportOutcome.Broken },
        { "other-question", TransportOutcome.Broken },
        { "servfail", TransportOutcome.ServerFailed },
        { "refused", TransportOutcome.Refused },
        { "notimp", TransportOutcome.Refused },
        { "formerr", TransportOutcome.FormatError },
        { "loop", TransportOutcome.ServerFailed },
        { "lame", TransportOutcome.ServerFailed },
        { "short", TransportOutcome.Broken },
        { "lengths", TransportOutcome.Broken },
        { "pointers", TransportOutcome.Broken },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Makes_an_outcome_of_every_lie(string lie, TransportOutcome expected)
    {
        await using FakeDnsServer server = FakeDnsServer.Start(View, (_, _) => lie switch
        {
            "drop" => FakeReply.Drop,
            "wrong-id" => FakeReply.WrongId,
            "other-question" => FakeReply.OtherQuestion,
            "servfail" => FakeReply.Error(2),
            "refused" => FakeReply.Error(5),
            "notimp" => FakeReply.Error(4),
            "formerr" => FakeReply.Error(1),
            "loop" => FakeReply.CnameLoop,
            "lame" => FakeReply.Referral,
            "short" => FakeReply.Garbage(1, 2, 3),
            "lengths" => FakeReply.Garbage(0x81, 0x80, 0, 1, 0, 200, 0, 0, 0, 0, 9, 9, 9),
            // A name that points at itself.
            _ => FakeReply.Garbage(0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 0xC0, 12, 0, 16, 0, 1),
        });
        TransportReply reply = await AskAsync(server, Question("text", DnsRecordType.Txt), seconds: lie == "drop" ? 0.2 : 300);
        Assert.Equal(expected, reply.Outcome);
        Assert.Null(reply.Answer);
    }

    [Fact]
    public async Task Takes_a_server_that_is_not_there_for_silent()
    {
        FakeDnsServer server = FakeDnsServer.Start(View);
        await server.DisposeAsync();
        TransportReply reply = await new DnsClientTransport([new(System.Net.IPAddress.Loopback, 9)]).AskAsync(
            new(System.Net.IPAddress.Loopback, 9), Question("text", DnsRecordType.Txt), useEdns: true, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        Assert.Equal(TransportOutcome.TimedOut, reply.Outcome);
    }
}
