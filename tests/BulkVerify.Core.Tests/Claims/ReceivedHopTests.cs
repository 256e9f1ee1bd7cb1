using System.Text;
using BulkVerify.Claims;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class ReceivedHopTests
{
    private const string Zone = "Sat, 7 Dec 2024 08:03:00 +0100";

    /// <summary>value, helo, reverse name, address, by, with, for.</summary>
    public static TheoryData<string, string, string, string, string, string, string> Shapes => new()
    {
        // Postfix
        { "from mail.a.example (out1.a.example [192.0.2.1])\n\tby mx.b.example (Postfix) with ESMTPS id F11049E7E9A\n\tfor <u@b.example>; Sat, 7 Dec 2024 08:03:00 +0100 (CET)", "mail.a.example", "out1.a.example", "192.0.2.1", "mx.b.example", "ESMTPS", "u@b.example" },
        { "from mail.a.example (unknown [192.0.2.1])\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n\t(No client certificate requested)\n\tby mx.b.example (Postfix) with ESMTPS id 1; Sat, 7 Dec 2024 07:03:00 +0000 (UTC)", "mail.a.example", "", "192.0.2.1", "mx.b.example", "ESMTPS", "" },
        { "from m.a.example (m.a.example [IPv6:2001:db8:45e3:2400::1])\r\n\tby mx.b.example (Postfix) with ESMTPS id F; " + Zone, "m.a.example", "m.a.example", "2001:db8:45e3:2400::1", "mx.b.example", "ESMTPS", "" },
        { "from [10.253.38.28] (unknown [198.51.100.21]) (Authenticated sender: joe) by smtp.a.example (Postfix) with ESMTPSA id 4; " + Zone, "[10.253.38.28]", "", "198.51.100.21", "smtp.a.example", "ESMTPSA", "" },
        { "by smtp.a.example (Postfix, from userid 1001) id 71D59C433C9; " + Zone, "", "", "", "smtp.a.example", "", "" },
        // Sendmail, with ident and a name that may be forged
        { "from a.example (joe@host.a.example [192.0.2.5] (may be forged)) by b.example (8.14.4/8.14.4) with ESMTP id x4GIO8bE032421; " + Zone, "a.example", "host.a.example", "192.0.2.5", "b.example", "ESMTP", "" },
        { "from a.example (IDENT:joe@host.a.example [192.0.2.5]) by b.example (8.9.3/8.9.3) with SMTP id AAA for <x@b.example>; " + Zone, "a.example", "host.a.example", "192.0.2.5", "b.example", "SMTP", "x@b.example" },
        { "from a.example ([192.0.2.5]) by b.example (8.9.3) with SMTP id AAA; " + Zone, "a.example", "", "192.0.2.5", "b.example", "SMTP", "" },
        { "(from root@localhost) by b.example (8.11.6/8.11.6) id AAA; " + Zone, "", "", "", "b.example", "", "" },
        // Exim
        { "from out.a.example ([192.0.2.7] helo=mail.a.example) by mx.b.example with esmtps (TLS1.2:ECDHE:256) (Exim 4.92) (envelope-from <x@a.example>) id 1abc-0001-Xy for u@b.example; " + Zone, "mail.a.example", "out.a.example", "192.0.2.7", "mx.b.example", "esmtps", "u@b.example" },
        { "from [192.0.2.7] (helo=mail.a.example) by mx.b.example with esmtp (Exim 4.92) id 1abc; " + Zone, "mail.a.example", "", "192.0.2.7", "mx.b.example", "esmtp", "" },
        { "from [192.0.2.7] (port=41234 helo=[10.0.0.3]) by mx.b.example with esmtpsa id 1abc; " + Zone, "[10.0.0.3]", "", "192.0.2.7", "mx.b.example", "esmtpsa", "" },
        { "from mail.a.example ([192.0.2.7]:33345) by mx.b.example with esmtps id 1abc; " + Zone, "mail.a.example", "", "192.0.2.7", "mx.b.example", "esmtps", "" },
        // Exchange and Outlook.com
        { "from DM6PR21MB1370.namprd21.prod.outlook.com (2603:10b6:5:16b::28) by\r\n SN6PR2101MB0910.namprd21.prod.outlook.com (2603:10b6:805:a::18) with Microsoft\r\n SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n 15.20.8251.8; " + Zone, "DM6PR21MB1370.namprd21.prod.outlook.com", "", "2603:10b6:5:16b::28", "SN6PR2101MB0910.namprd21.prod.outlook.com", "Microsoft", "" },
        { "from mail.a.example (192.0.2.9) by BN8NAM11FT000.mail.protection.outlook.com (10.13.177.1) with Microsoft SMTP Server id 15.20 via Frontend Transport; " + Zone, "mail.a.example", "", "192.0.2.9", "BN8NAM11FT000.mail.protection.outlook.com", "Microsoft", "" },
        { "from X.prod.outlook.com ([fe80::cedd:1e8:7ff1:b16f]) by X.prod.outlook.com ([fe80::cedd:1e8:7ff1:b16f%5]) with mapi id 15.20; " + Zone, "X.prod.outlook.com", "", "fe80::cedd:1e8:7ff1:b16f", "X.prod.outlook.com", "mapi", "" },
        // Gmail
        { "from mail.a.example (mail.a.example. [192.0.2.11])\r\n        by mx.google.com with ESMTPS id d9443c01a7336-1\r\n        for <u@gmail.com>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); " + Zone, "mail.a.example", "mail.a.example", "192.0.2.11", "mx.google.com", "ESMTPS", "u@gmail.com" },
        { "by 2002:a05:6214:2a4f:b0:6d8:8416:9b38 with SMTP id jf15csp1; " + Zone, "", "", "", "2002:a05:6214:2a4f:b0:6d8:8416:9b38", "SMTP", "" },
        // qmail and its relatives
        { "from unknown (HELO mail.a.example) (192.0.2.13)\n  by mx.b.example with SMTP; 7 Dec 2024 07:03:00 -0000", "mail.a.example", "", "192.0.2.13", "mx.b.example", "SMTP", "" },
        { "from out.a.example (HELO mail.a.example) (joe@192.0.2.13) by 0 with SMTP; 7 Dec 2024 07:03:00 -0000", "mail.a.example", "out.a.example", "192.0.2.13", "0", "SMTP", "" },
        { "(qmail 12345 invoked by uid 0); 7 Dec 2024 07:03:00 -0000", "", "", "", "", "", "" },
        // ZMailer, Yahoo, CommuniGate, Mimecast, Proofpoint, Amazon SES, Postini
        { "from m.a.example ([192.0.2.17]:51712 \"EHLO\n        helo.a.example\" rhost-flags-OK-OK-OK-OK) by vger.b.example\n        with ESMTP id S1726317AbfEPSYY (ORCPT\n        <rfc822;list@vger.b.example>);\n        " + Zone, "helo.a.example", "m.a.example", "192.0.2.17", "vger.b.example", "ESMTP", "" },
        { "from 192.0.2.19  (EHLO mail.a.example) (192.0.2.19)\n  by mta1.yahoo.example with SMTPS; " + Zone, "mail.a.example", "", "192.0.2.19", "mta1.yahoo.example", "SMTPS", "" },
        { "from [192.0.2.21] (account joe HELO [10.1.1.1]) by b.example (CommuniGate Pro SMTP 5.4) with ESMTPSA id 7; " + Zone, "[10.1.1.1]", "", "192.0.2.21", "b.example", "ESMTPSA", "" },
        { "from mail.a.example (mail.a.example [192.0.2.23]) by relay.mimecast.example with ESMTP with STARTTLS (version=TLSv1.3, cipher=X) id us-mta-1-abc-1; " + Zone, "mail.a.example", "mail.a.example", "192.0.2.23", "relay.mimecast.example", "ESMTP", "" },
        { "from pps.filterd (m0356517.ppops.example [127.0.0.1])\n\tby mx0a.pphosted.example (8.18.1.2/8.18.1.2) with ESMTP id 50H3rR79014843;\n\t" + Zone, "pps.filterd", "m0356517.ppops.example", "127.0.0.1", "mx0a.pphosted.example", "ESMTP", "" },
        { "from a27-50.smtp-out.us-west-2.amazonses.com\n\t(a27-50.smtp-out.us-west-2.amazonses.com\n\t[192.0.2.50])\n\tby mail.b.example (Postfix) with ESMTPS id 4; " + Zone, "a27-50.smtp-out.us-west-2.amazonses.com", "a27-50.smtp-out.us-west-2.amazonses.com", "192.0.2.50", "mail.b.example", "ESMTPS", "" },
        { "from source ([192.0.2.25]) by exprod5mx.postini.example ([192.0.2.99]) with SMTP; " + Zone, "source", "", "192.0.2.25", "exprod5mx.postini.example", "SMTP", "" },
        // others: a slash before the address, no space before the comment, brackets without parentheses, upper case, no address
        { "from mwanda (/192.0.2.27)\n by default (Oracle Beehive Gateway v4.0)\n with ESMTP ; " + Zone, "mwanda", "", "192.0.2.27", "default", "ESMTP", "" },
        { "from mail.a.example(192.0.2.29) by b.example via smap (V2.1) id xma1; " + Zone, "mail.a.example", "", "192.0.2.29", "b.example", "", "" },
        { "from mail.a.example (192.0.2.35:41234) by b.example with SMTP; " + Zone, "mail.a.example", "", "192.0.2.35", "b.example", "SMTP", "" },
        // Courier without an answer to its look-up, qmail with an empty name, CommuniGate with a user, Exim 3 with a port, Haraka
        { "from mail.a.example (softdnserr [::ffff:192.0.2.37]) by b.example with esmtp; " + Zone, "mail.a.example", "", "192.0.2.37", "b.example", "esmtp", "" },
        { "from out.a.example (HELO ) (192.0.2.37) by b.example with SMTP; " + Zone, "", "out.a.example", "192.0.2.37", "b.example", "SMTP", "" },
        { "from home.a.example (account joe@b.example [192.0.2.37] verified) by b.example (CommuniGate Pro SMTP 5.1.13) with ESMTPSA id 7; " + Zone, "home.a.example", "", "192.0.2.37", "b.example", "ESMTPSA", "" },
        { "from mail.a.example ([192.0.2.37.63559]) by b.example with esmtp (v3.35.1) id 1GN; " + Zone, "mail.a.example", "", "192.0.2.37", "b.example", "esmtp", "" },
        { "from mail.a.example (out.a.example [192.0.2.37])\n\tby b.example (Haraka/2.8.25) with ESMTPS id B3C0198B.1\n\tenvelope-from <x@a.example>\n\t(cipher=X);\n\t" + Zone, "mail.a.example", "out.a.example", "192.0.2.37", "b.example", "ESMTPS", "" },
        // a name and its address in one word
        { "from 203.0.113.5 (unknown[192.0.2.37]) by b.example (Postfix) with SMTP id 9; " + Zone, "203.0.113.5", "", "192.0.2.37", "b.example", "SMTP", "" },
        { "from mail.a.example (<unknown.domain>[192.0.2.37]) by b.example (b) with SMTP id <1>; " + Zone, "mail.a.example", "", "192.0.2.37", "b.example", "SMTP", "" },
        { "from mail.a.example (out.a.example[192.0.2.37]) by b.example with SMTP; " + Zone, "mail.a.example", "out.a.example", "192.0.2.37", "b.example", "SMTP", "" },
        { "from [192.0.2.37] by web1.mail.b.example via HTTP; " + Zone, "[192.0.2.37]", "", "192.0.2.37", "web1.mail.b.example", "HTTP", "" },
        // what clients put into their name to be taken for others
        { "from [192.0.2.33] (helo=x [203.0.113.5]) by b.example with esmtp id 1; " + Zone, "x", "", "192.0.2.33", "b.example", "esmtp", "" },
        { "from x([203.0.113.5]) (unknown [192.0.2.33]) by b.example (Postfix) with ESMTP id 1; " + Zone, "x", "", "192.0.2.33", "b.example", "ESMTP", "" },
        { "from x(y)([203.0.113.5]) (unknown [192.0.2.33]) by b.example (Postfix) with ESMTP id 1; " + Zone, "x", "", "192.0.2.33", "b.example", "ESMTP", "" },
        { "from x(helo=y) ([192.0.2.33]) by b.example with ESMTP id 1; " + Zone, "x", "", "192.0.2.33", "b.example", "ESMTP", "" },
        { "from x (203.0.113.5 [192.0.2.33]) by b.example with ESMTP id 1; " + Zone, "x", "", "192.0.2.33", "b.example", "ESMTP", "" },
        { "FROM mail.a.example [192.0.2.31] BY b.example WITH esmtp ; " + Zone, "mail.a.example", "", "192.0.2.31", "b.example", "esmtp", "" },
        { "from out-24.smtp.a.example (unknown)\n by geopod-ismtpd-2-0 (SG)\n with ESMTP id wjn7Q for <l@b.example>; " + Zone, "out-24.smtp.a.example", "", "", "geopod-ismtpd-2-0", "ESMTP", "l@b.example" },
        { "from mail.b.example by mail.b.example with LMTP id aBcD (envelope-from <x@a.example>) for <u@b.example>; " + Zone, "mail.b.example", "", "", "mail.b.example", "LMTP", "u@b.example" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reads_the_clauses_of_every_receiver(string value, string helo, string reverse, string address, string by, string with, string recipient)
    {
        ReceivedHop hop = Parse(value);
        Assert.Equal((helo, reverse, address, by, with, recipient), (hop.Helo, hop.ReverseName, hop.Address?.ToString() ?? "", hop.By, hop.With, hop.For));
        Assert.Equal(1733554980, hop.Date);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_prefix_gives_a_line(string value, string helo, string reverse, string address, string by, string with, string recipient)
    {
        for (int length = 0; length <= value.Length; length++)
            Parse(value[..length]);
        Assert.NotNull(helo + reverse + address + by + with + recipient);
    }

    [Theory]
    [InlineData("from a (unknown [192.0.2.1]) by b; x", true)]
    [InlineData("from unknown (HELO a) (192.0.2.1) by b; x", true)]
    [InlineData("from a (h.a.example [192.0.2.1] (may be forged)) by b; x", true)]
    [InlineData("from a (softdnserr [192.0.2.1]) by b; x", true)]
    [InlineData("from a (unverified [192.0.2.1]) by b <B1@b>; x", true)]
    [InlineData("from a (h.a.example [192.0.2.1]) by b; x", false)]
    [InlineData("from a (192.0.2.1) by b; x", false)]
    public void Tells_when_the_receiver_found_no_name(string value, bool failed) => Assert.Equal(failed, Parse(value).ReverseFailed);

    [Theory]
    [InlineData("from [10.0.0.5] (home.a.example [192.0.2.1]) (authenticated bits=0) by b (8.13.1) with ESMTP id 1; x", true)]
    [InlineData("from a (home.a.example [192.0.2.1] (may be forged)) (authenticated) by b (8.11.4/8.11.4) with ESMTP id 1; x", true)]
    [InlineData("from [10.0.0.5] (home.a.example [192.0.2.1]) (using TLSv1) (Authenticated sender: joe) by b (Postfix) with ESMTP id 1; x", true)]
    [InlineData("from a1200 ([192.0.2.1]) (AUTH: LOGIN joe@b) by b with esmtp; x", true)]
    [InlineData("from [192.0.2.1] (account joe@b HELO [10.1.1.1]) by b (CommuniGate Pro SMTP 4.3.7) with ESMTPS id 1; x", true)]
    [InlineData("from h ([192.0.2.1] helo=10.0.0.5) by b with asmtp (Exim 4.34) id 1; x", true)]
    [InlineData("from h ([192.0.2.1]) by b with ESMTPSA id 1; x", true)]
    [InlineData("from x(authenticated bits=0) (h [192.0.2.1]) by b with ESMTP id 1; x", false)]
    [InlineData("from h (h [192.0.2.1]) (No client certificate requested) by b with ESMTPS id 1; x", false)]
    public void Tells_a_user_who_logged_in_by_protocol_or_note(string value, bool expected) => Assert.Equal(expected, Parse(value).IsSubmission);

    [Fact]
    public void An_envelope_sender_in_the_name_of_the_client_is_none()
    {
        byte[] value = Encoding.UTF8.GetBytes("from x(envelope-from <a@bank.example>) (unknown [192.0.2.33]) by b.example; " + Zone);
        Assert.False(ReceivedParser.Parse(value, new NameTable(16)).HasEnvelopeFrom);
    }

    [Fact]
    public void Takes_the_date_before_a_trailing_comment_with_a_semicolon() =>
        Assert.Equal(1733554980, Parse("from a ([192.0.2.1]) by b; Sat, 7 Dec 2024 07:03:00 +0000 (x; y)").Date);

    [Fact]
    public void A_field_without_a_date_has_none() =>
        Assert.Null(Parse("by filterdrecv-5c575 with SMTP id filterdrecv-5c575-1\n        2022-10-24 20:24:07.123 +0000 UTC m=+2327738.8").Date);

    [Fact]
    public void Octets_of_any_kind_give_a_line_in_bounded_time() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Assert.True(ReceivedHop.Parse(bytes, 0, new NameTable(16)).Helo.Length <= 400));

    [Fact]
    public void Shuffled_pieces_of_received_fields_give_a_line()
    {
        string[] pieces = ["from ", "by ", "with ", "for ", "id ", "(", ")", "[", "]", "helo=", "HELO ", "\"", ";", "<", ">", "192.0.2.1", "IPv6:", "::1", "\\", "\n\t", "a.example", "envelope-from ", "@"];
        Gen.Int[0, pieces.Length - 1].Array[0, 60].Sample(picks => Parse(string.Concat(picks.Select(p => pieces[p]))));
    }

    [Fact]
    public void Long_hostile_fields_take_linear_time()
    {
        foreach (string piece in new[] { "(", "from ", "\"", "<", "a@", "[", "helo=", ";", "\\", " by" })
            Parse(string.Concat(Enumerable.Repeat(piece, 100_000)));
    }

    private static ReceivedHop Parse(string value) => ReceivedHop.Parse(Encoding.UTF8.GetBytes(" " + value), 0, new NameTable(16));
}
