using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class ClaimsReaderTests
{
    [Fact]
    public void Gathers_what_a_message_says_of_itself()
    {
        MessageClaims claims = Read(
            """
            Message-ID:
             <1@a.example>
            Date: Sat, 7 Dec 2024 07:02:55 +0000
            From: "A, B" <news@a.example>
            Reply-To: "x@not.example" <r@Reply.example>, group: s@reply.example, t@other.example;
            Sender: (joe) s@send.example
            To: =?utf-8?Q?J@?= <u@b.example>, v@c.example
            Subject: Re: News of
             the day
            X-Feedback-ID: weak
            Feedback-ID: 1.us-west-2.x=:AmazonSES
            List-Unsubscribe: <mailto:u@a.example>, <https://u:p@Click.a.example:443/x?y=z>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click

            """);
        Assert.Equal(("<1@a.example>", 1733554975L, "Re: News of the day", "1.us-west-2.x=:AmazonSES"), (claims.MessageId, claims.Date, claims.Subject, claims.FeedbackId));
        Assert.Equal(["reply.example", "other.example"], claims.ReplyToDomains.Select(d => d.Value));
        Assert.Equal(("send.example", "b.example"), (claims.SenderDomain?.Value, claims.ToDomain?.Value));
        Assert.Equal((AuthorDomainStatus.Valid, "a.example"), (claims.Author.Status, claims.Author.Domain?.Value));
        Assert.Equal("click.a.example", claims.Unsubscribe.Host?.Value);
        Assert.True(claims.Unsubscribe is { IsWellFormed: true, HasOtherUri: true });
        Assert.Equal(ListTraceFlags.SenderDiffers, claims.Lists.Flags);
        Assert.Empty(claims.Signatures.Dkim);
    }

    [Fact]
    public void A_reader_s_object_keeps_nothing_of_the_message_before()
    {
        var reader = new ClaimsReader(EnvelopeOptions.Default, new NameTable());
        var claims = new MessageClaims();
        ReadInto(reader, claims, "Message-ID: <1@a>\nFrom: A <a@e.example>\nDate: Sat, 7 Dec 2024 07:02:55 +0000\nReply-To: a@b.example\nSender: a@c.example\nTo: a@d.example\nSubject: [x] y\nList-Id: <l>\nFeedback-ID: f\n"
            + "List-Unsubscribe: <https://a.example/>\nReturn-Path: <a@b.example>\nReceived: from a ([192.0.2.1]) by b; Sat, 7 Dec 2024 07:02:55 +0000\nAuthentication-Results: b; spf=pass\n");
        ReadInto(reader, claims, "X: y\n");
        Assert.Equal(("", null, "", ""), (claims.MessageId, claims.Date, claims.Subject, claims.FeedbackId));
        Assert.Equal("", claims.AuthorName);
        Assert.Empty(claims.ReplyToDomains);
        Assert.Equal(AuthorDomainStatus.NoFromField, claims.Author.Status);
        Assert.Equal((null, null, default), (claims.SenderDomain, claims.ToDomain, claims.Unsubscribe));
        Assert.Equal((ListTraceFlags.None, "", ""), (claims.Lists.Flags, claims.Lists.ListId, claims.Lists.SubjectTag));
        EnvelopeFacts facts = claims.Envelope;
        Assert.Equal((null, null, EnvelopeSource.None, EnvelopeSource.None, 0, -1), (facts.ClientIp, facts.Helo, facts.ClientIpSource, facts.MailFromSource, facts.HopCount, facts.BoundaryHop));
        Assert.Equal((null, ReceiptTimeSource.None, ReceiptClass.NeverReceived, ""), (facts.ReceivedAt, facts.ReceivedAtSource, facts.Class, facts.Recorded.AuthservId));
        Assert.Empty(facts.Hops);
    }

    [Theory]
    [Rfc("2369", "3.1")]
    [InlineData("List-Id: \"Some, list\" <l.lists.example>\nList-Post: <mailto:l@lists.example>\n", "l.lists.example", ListTraceFlags.ListId | ListTraceFlags.ListPost, true)]
    [InlineData("List-Id: <12345.campaign.vendor.example>\nPrecedence: bulk\n", "12345.campaign.vendor.example", ListTraceFlags.ListId | ListTraceFlags.PrecedenceBulk, false)]
    [InlineData("List-Id: l.lists.example\nPrecedence: List\n", "l.lists.example", ListTraceFlags.ListId | ListTraceFlags.PrecedenceList, true)]
    [InlineData("List-Post: NO\n", "", ListTraceFlags.None, false)]
    [InlineData("X-BeenThere: l@lists.example\n", "", ListTraceFlags.Software, true)]
    [InlineData("Mailing-List: list l@lists.example; contact o@lists.example\n", "", ListTraceFlags.Software, true)]
    [InlineData("From: joe@a.example\nReturn-Path: <l-bounces+u=b.example@lists.example>\nSender: l-bounces@lists.example\n", "", ListTraceFlags.ListPath | ListTraceFlags.SenderDiffers, true)]
    [InlineData("Return-Path: <l+bounces-12-u=b.example@lists.example>\nPrecedence: list\n", "", ListTraceFlags.ListPath | ListTraceFlags.PrecedenceList, true)]
    [InlineData("From: joe@a.example\nReturn-Path: <owner-l@lists.example>\nSender: owner-l@lists.example\n", "", ListTraceFlags.ListPath | ListTraceFlags.SenderDiffers, true)]
    [InlineData("Return-Path: <news-bounces+7@vendor.example>\nPrecedence: bulk\n", "", ListTraceFlags.ListPath | ListTraceFlags.PrecedenceBulk, false)]
    [InlineData("Return-Path: <bounce@a.example>\n", "", ListTraceFlags.None, false)]
    [InlineData("Return-Path: <bounces+SRS=44ldt=IX@a.example>\n", "", ListTraceFlags.None, false)]
    [InlineData("Return-Path: <joe+srs=1@a.example>\n", "", ListTraceFlags.None, false)]
    [InlineData("Return-Path: <srs0@a.example>\n", "", ListTraceFlags.None, false)]
    [InlineData("Return-Path: <joe+caf_=@a.example>\n", "", ListTraceFlags.None, false)]
    [InlineData("Subject: AW: Re: [l] x\nList-Id: <l>\n", "l", ListTraceFlags.ListId | ListTraceFlags.SubjectTag, true)]
    [InlineData("Subject: [PATCH v3 3/5] x\n", "", ListTraceFlags.SubjectTag, false)]
    [InlineData("Subject: Reply: x [l]\n", "", ListTraceFlags.None, false)]
    public void Lists_leave_traces(string fields, string listId, ListTraceFlags flags, bool isList)
    {
        ListTraces traces = Read(fields).Lists;
        Assert.Equal((listId, flags, isList, false), (traces.ListId, traces.Flags, traces.IsList, traces.IsForwarded));
    }

    [Theory]
    [InlineData("Return-Path: <SRS0=abcd=TT=a.example=joe@fwd.example>\n", ListTraceFlags.RewrittenPath)]
    [InlineData("Return-Path: <work+SRS=44ldt=IX=a.example=joe@fwd.example>\n", ListTraceFlags.RewrittenPath)]
    [InlineData("Return-Path: <work+caf_=home=b.example@fwd.example>\n", ListTraceFlags.RewrittenPath)]
    [InlineData("Resent-From: <joe@a.example>\n", ListTraceFlags.Resent)]
    [InlineData("X-Forwarded-To: joe@a.example\nX-Forwarded-For: x@b.example joe@a.example\n", ListTraceFlags.Forwarded)]
    public void Forwarders_leave_traces(string fields, ListTraceFlags flags)
    {
        ListTraces traces = Read(fields).Lists;
        Assert.Equal((flags, true), (traces.Flags, traces.IsForwarded));
    }

    [Theory]
    [Rfc("8058", "3.1", "5")]
    [InlineData("List-Unsubscribe: <https://a.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", true)]
    [InlineData("List-Unsubscribe:\n <mailto:x@a.example?subject=u>,\n <https://a.example/1>\nList-Unsubscribe-Post: list-unsubscribe=one-click \n", true)]
    [InlineData("List-Unsubscribe: <https://a.example/1>, <https://a.example/2>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", false)]
    [InlineData("List-Unsubscribe: <http://a.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", false)]
    [InlineData("List-Unsubscribe: <https://a.example/1>\nList-Unsubscribe: <mailto:x@a.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", false)]
    [InlineData("List-Unsubscribe: <https://a.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", false)]
    [InlineData("List-Unsubscribe: <https://a.example/1>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click&x=y\n", false)]
    [InlineData("List-Unsubscribe: https://a.example/1\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n", false)]
    [InlineData("List-Unsubscribe: <https://a.example/1>\n", false)]
    public void One_click_wants_one_field_of_each_one_uri_and_the_one_value(string fields, bool wellFormed) =>
        Assert.Equal(wellFormed, Read(fields).Unsubscribe.IsWellFormed);

    [Theory]
    [InlineData("a@b.example", "b.example")]
    [InlineData("\"x <y@z.example>\" <a@b.example>", "b.example")]
    [InlineData("a@b.example (comment, c@d.example)", "b.example")]
    [InlineData("A <a@b.example>, c@D.example, e@b.example", "b.example d.example")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("g: a@b.example, <c@d.example>;, e@f.example", "b.example d.example f.example")]
    [InlineData("<a@b.example", "b.example")]
    [InlineData("a@, <@>, @", "")]
    [InlineData("", "")]
    public void Domains_of_reply_to_are_found_once_each(string value, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read($"Reply-To: {value}\n").ReplyToDomains));

    [Theory]
    [InlineData("Acme <a@b.example>", "Acme", "Acme")]
    [InlineData("\"Acme, via Vendor\"  <a@b.example>", "\"Acme, via Vendor\"", "Acme, via Vendor")]
    [InlineData("=?utf-8?B?QWNtw6kgdmlhIFZlbmRvcg==?= <a@b.example>", "=?utf-8?B?QWNtw6kgdmlhIFZlbmRvcg==?=", "Acmé via Vendor")]
    [InlineData("Acme\n\tBilling <a@b.example>", "Acme\n\tBilling", "Acme Billing")]
    [InlineData("a@b.example (Acme Billing)", "Acme Billing", "Acme Billing")]
    [InlineData("<a@b.example>", "", "")]
    [InlineData("a@b.example", "", "")]
    [InlineData("=?utf-8?B?**?= <a@b.example>", "=?utf-8?B?**?=", "")]
    [InlineData("\"Acme <a@b.example>", "\"Acme", "Acme")]
    [InlineData("a@b.example )(", "", "")]
    public void The_display_name_is_kept_as_written_and_decoded_when_asked(string value, string written, string decoded)
    {
        string name = Read($"From: {value}\n").AuthorName;
        Assert.Equal((written, decoded), (name, name.Length == 0 ? "" : AuthorText.Decode(name)));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("[192.0.2.1]:25", "192.0.2.1")]
    [InlineData("[IPv6:2001:db8::1]", "2001:db8::1")]
    [InlineData("ipv6:::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("1", null)]
    [InlineData("0x7f.1.1.1", null)]
    [InlineData("010.1.1.1", null)]
    [InlineData("1.2.3.4.5", null)]
    [InlineData("8.16.0.300", null)]
    [InlineData("8.16.0.1000", null)]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("[192.0.2.1]", "192.0.2.1")]
    [InlineData("[192.0.2.1", "192.0.2.1")]
    [InlineData("/192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1:25", "192.0.2.1")]
    [InlineData("192.0.2.", null)]
    [InlineData("192.0.2.1.", null)]
    [InlineData("192..2.1", null)]
    [InlineData("a.b.c.d", null)]
    [InlineData("::", "::")]
    [InlineData(":", null)]
    public void Addresses_are_told_from_other_words(string word, string? expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(word);
        Assert.Equal(expected, HostAddress.Parse(octets)?.ToString());
        Assert.Equal(expected, new NameTable().Address(octets)?.ToString());
    }

    [Fact]
    public void Words_of_digits_and_dots_are_addresses_where_the_platform_writes_them_so()
    {
        var names = new NameTable();
        Gen.Char["0123459.[]"].Array[1, 17].Select(c => new string(c)).Sample(
            word =>
            {
                byte[] octets = Encoding.ASCII.GetBytes(word);
                Assert.Equal(HostAddress.Parse(octets), names.Address(octets));
                if (System.Net.IPAddress.TryParse(word, out System.Net.IPAddress? address) && address.ToString() == word)
                    Assert.Equal(address, names.Address(octets));
            },
            threads: 1);
        Gen.UInt.Sample(
            number =>
            {
                var address = new System.Net.IPAddress(number);
                Assert.Equal(address, names.Address(Encoding.ASCII.GetBytes(address.ToString())));
            },
            threads: 1);
    }

    [Theory]
    [InlineData("mx1.google.com", "google.com", true)]
    [InlineData("mx1.b.example", "mx2.b.example", true)]
    [InlineData("mx1.b.co.uk", "mx.b.co.uk", true)]
    [InlineData("a.co.uk", "b.co.uk", false)]
    [InlineData("a.example", "b.example", false)]
    [InlineData("localhost", "LOCALHOST", true)]
    [InlineData("", "", false)]
    public void Hosts_of_one_organization_are_known_by_their_domain(string one, string other, bool same) => Assert.Equal(same, HostText.IsSameOrganization(one, other));

    [Fact]
    public void Known_messages_are_read_again_without_new_names()
    {
        byte[] message = Encoding.ASCII.GetBytes(
            "Received: from mail.a.example (out.a.example [192.0.2.1]) by mx.b.example with ESMTPS id 1 for <u@b.example>; Sat, 7 Dec 2024 07:03:00 +0000\nReturn-Path: <bounce@a.example>\n"
            + "Authentication-Results: x; spf=pass\nReply-To: r@a.example\nSender: s@a.example\nTo: u@b.example\nList-Id: <l.a.example>\n\nbody\n");
        var headers = new HeaderTable();
        var reader = new ClaimsReader(EnvelopeOptions.Default, new NameTable());
        var claims = new MessageClaims();
        HeaderScanner.Scan(message, headers);
        for (int i = 0; i < 50; i++)
            reader.Read(message, [], headers, claims);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            reader.Read(message, [], headers, claims);
        // An address and a local part are objects of their own: nothing else is.
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before <= 100 * 120);
    }

    [Fact]
    public void Random_octets_are_claims_too()
    {
        var reader = new ClaimsReader(EnvelopeOptions.Default, new NameTable(64));
        var claims = new MessageClaims();
        string[] names = ["Message-ID", "Date", "From", "Reply-To", "Sender", "To", "Subject", "List-Id", "List-Post", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Precedence", "Return-Path", "Received", "Received-SPF", "Authentication-Results", "DKIM-Signature", "ARC-Seal"];
        Gen.Select(Gen.Int[0, names.Length - 1], Gen.Byte.Array[0, 120]).Array[0, 12].Sample(
            fields =>
            {
                var bytes = new List<byte>();
                foreach ((int name, byte[] value) in fields)
                    bytes.AddRange([.. Encoding.ASCII.GetBytes(names[name]), (byte)':', .. value, (byte)'\n']);
                ReadInto(reader, claims, [.. bytes]);
            },
            threads: 1);
    }

    private static MessageClaims Read(string header)
    {
        var claims = new MessageClaims();
        ReadInto(new ClaimsReader(EnvelopeOptions.Default, new NameTable()), claims, header);
        return claims;
    }

    private static void ReadInto(ClaimsReader reader, MessageClaims claims, string header) => ReadInto(reader, claims, Encoding.UTF8.GetBytes(header + "\nbody\n"));

    private static void ReadInto(ClaimsReader reader, MessageClaims claims, byte[] message)
    {
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        reader.Read(message, [], headers, claims);
    }
}
