using System.Net;
using System.Text;
using BulkVerify.Claims;
using BulkVerify.TestKit;
using CsCheck;

namespace BulkVerify.Tests.Claims;

public class EnvelopeReaderTests
{
    private const string Client = "Received: from mail.a.example (out.a.example [192.0.2.1])\n\tby mx.b.example (Postfix) with ESMTPS id 1\n\tfor <u@b.example>; Sat, 7 Dec 2024 07:03:00 +0000\n";

    private const string Path = "Return-Path: <bounce+1@a.example>\n";

    [Fact]
    public void The_received_field_and_the_return_path_tell_the_envelope()
    {
        EnvelopeFacts facts = Read(Path + Client);
        Assert.Equal(("192.0.2.1", EnvelopeSource.Received), (facts.ClientIp!.ToString(), facts.ClientIpSource));
        Assert.Equal(("mail.a.example", EnvelopeSource.Received), (facts.Helo, facts.HeloSource));
        Assert.Equal(("bounce+1@a.example", EnvelopeSource.ReturnPath), (facts.MailFrom.ToString(), facts.MailFromSource));
        Assert.Equal((1733554980L, ReceiptTimeSource.Received), (facts.ReceivedAt, facts.ReceivedAtSource));
        Assert.Equal((ReceiptClass.Received, 0, 1), (facts.Class, facts.BoundaryHop, facts.HopCount));
    }

    [Theory]
    [InlineData("from localhost (localhost [127.0.0.1]) by mx.b.example (Postfix) with ESMTP id 0; ")]
    [InlineData("from mx.b.example ([10.1.2.3]) by store.b.example with LMTP id 0; ")]
    [InlineData("from mx.b.example (mx.b.example [IPv6:fd00::1]) by store.b.example with ESMTP id 0; ")]
    [InlineData("from mx.b.example (mx.b.example [100.64.7.7]) by store.b.example with ESMTP id 0; ")]
    [InlineData("from x ([172.16.0.1]) by store.b.example; ")]
    [InlineData("from mx.b.example by store.b.example with LMTP id 0 (envelope-from <x@y.example>) for <u@b.example>; ")]
    [InlineData("from mail.z.example by lfdr with LMTP id 0; ")]
    [InlineData("by 2002:a05:6214:2a4f:b0:6d8:8416:9b38 with SMTP id j; ")]
    [InlineData("(qmail 12345 invoked by uid 0); ")]
    // Taken out of a mailbox, delivered, scanned: the client has a public address and is the receiver's own.
    [InlineData("from pop.b.example [198.51.100.9] by localhost with POP3 (fetchmail-6.3.26) for <u@localhost> (single-drop); ")]
    [InlineData("from imap.b.example ([198.51.100.9]) by home.z.example with IMAP4-SSL; ")]
    [InlineData("from mx.b.example ([198.51.100.9]) by store.z.example with LMTPS id 0; ")]
    [InlineData("from x@y.example by mx.b.example by uid 502 with qmail-scanner-1.20 (clamuko: 0.65. Clear:RC:0(198.51.100.9):. Processed in 0.2 secs); ")]
    [InlineData("from 198.51.100.9 by mx.b.example (envelope-from <x@y.example>, uid 502) with qmail-scanner-1.24; ")]
    // The host speaking to itself over its public address.
    [InlineData("from mx.b.example (mx.b.example [198.51.100.9]) by mx.b.example with ESMTP id 0; ")]
    public void Steps_within_the_receiver_are_skipped(string step)
    {
        EnvelopeFacts facts = Read("Received: " + step + "Sat, 7 Dec 2024 07:04:00 +0000\n" + Path + Client);
        Assert.Equal(("192.0.2.1", 1, 2), (facts.ClientIp?.ToString(), facts.BoundaryHop, facts.HopCount));
        Assert.Equal(1733554980L, facts.ReceivedAt);
    }

    [Fact]
    [Rfc("8601", "4.1", "7.1")]
    public void A_field_that_the_sender_wrote_in_the_receiver_s_name_is_not_believed()
    {
        const string forged = "Received: from good.bank.example (good.bank.example [203.0.113.7]) by mx.b.example (Postfix) with ESMTPS id 9; Sat, 7 Dec 2024 07:00:00 +0000\n";
        Assert.Equal("192.0.2.1", Read(Client + forged).ClientIp!.ToString());
    }

    [Fact]
    public void A_client_that_calls_itself_by_the_receiver_s_name_is_still_the_client()
    {
        const string posing = "Received: from mx.b.example (unknown [192.0.2.66]) by mx.b.example (Postfix) with ESMTP id 8; Sat, 7 Dec 2024 07:05:00 +0000\n";
        Assert.Equal("192.0.2.66", Read(posing + Client).ClientIp!.ToString());
    }

    [Theory]
    [InlineData("gw.example")]
    [InlineData("*.gw.example")]
    [InlineData("mx1.gw.example")]
    [InlineData("198.51.100.0/24")]
    [InlineData("198.51.100.25")]
    [InlineData("2001:db8::/32,198.51.100.16/28")]
    public void Relays_of_one_s_own_are_skipped(string relays)
    {
        const string own = "Received: from mx1.gw.example (mx1.gw.example [198.51.100.25]) by mx.b.example with ESMTPS id 2; Sat, 7 Dec 2024 07:05:00 +0000\n";
        const string outer = "Received: from mail.a.example ([192.0.2.1]) by mx1.gw.example with ESMTPS id 1; Sat, 7 Dec 2024 07:03:00 +0000\n";
        EnvelopeOptions options = new() { Relays = RelayList.TryParse(relays.Split(','), out _)! };
        Assert.Equal("198.51.100.25", Read(own + outer).ClientIp!.ToString());
        Assert.Equal("192.0.2.1", Read(own + outer, options: options).ClientIp!.ToString());
    }

    [Fact]
    public void A_relay_s_name_is_taken_from_the_look_up_and_not_from_helo()
    {
        const string posing = "Received: from mx1.gw.example (unknown [192.0.2.66]) by mx.b.example with ESMTPS id 2; Sat, 7 Dec 2024 07:05:00 +0000\n";
        EnvelopeOptions options = new() { Relays = RelayList.TryParse(["gw.example"], out _)! };
        Assert.Equal("192.0.2.66", Read(posing + Client, options: options).ClientIp!.ToString());
    }

    [Fact]
    public void A_boundary_without_an_address_leaves_the_client_unknown()
    {
        EnvelopeFacts facts = Read("Received: from mail.z.example by mx.b.example with SMTP id 0; Sat, 7 Dec 2024 07:04:00 +0000\n" + Client);
        Assert.Null(facts.ClientIp);
        Assert.Equal((EnvelopeSource.None, 0, "mail.z.example"), (facts.ClientIpSource, facts.BoundaryHop, facts.Helo));
    }

    [Fact]
    public void A_user_s_program_that_logged_in_is_no_client()
    {
        EnvelopeFacts facts = Read("Received: from [10.0.0.5] (home.isp.example [192.0.2.200]) by mx.b.example (Postfix) with ESMTPSA id 0; Sat, 7 Dec 2024 07:04:00 +0000\n");
        Assert.True(facts.IsSubmission);
        Assert.Null(facts.ClientIp);
    }

    [Theory]
    [InlineData("from 192.0.2.200 (SquirrelMail authenticated user joe) by web.b.example with HTTP; ")]
    [InlineData("from [192.0.2.200] (account joe@b.example) by tin.b.example (CommuniGate Pro WebUser 4.3.7) with HTTPU id 1; ")]
    [InlineData("from [10.0.0.5] (home.isp.example [192.0.2.200]) (authenticated bits=0) by mx.b.example (8.13.1/8.13.1) with ESMTP id 0; ")]
    [Rfc("7208", "2.4")]
    public void A_user_of_a_web_form_or_one_whose_log_in_is_noted_is_no_client(string line)
    {
        EnvelopeFacts facts = Read("Received: " + line + "Sat, 7 Dec 2024 07:04:00 +0000\n");
        Assert.True(facts.IsSubmission);
        Assert.Equal((null, ReceiptClass.NeverReceived), (facts.ClientIp, facts.Class));
    }

    [Theory]
    [InlineData("envelope-from <x@a.example>", "x@a.example")]
    [InlineData("envelope-from <>", "<>")]
    public void Haraka_s_note_of_the_reverse_path_is_read_without_a_comment(string note, string path)
    {
        EnvelopeFacts facts = Read($"Received: from mail.a.example (out.a.example [192.0.2.1])\n\tby mx.b.example (Haraka/3.0.3) with ESMTPS id B3C0198B.1\n\t{note}\n\t(cipher=X);\n\tSat, 7 Dec 2024 07:03:00 +0000\n");
        Assert.Equal((path, EnvelopeSource.Received), (facts.MailFrom.ToString(), facts.MailFromSource));
    }

    [Fact]
    public void Yandex_s_name_for_the_mail_from_is_known()
    {
        EnvelopeFacts facts = Read("Authentication-Results: mx.b.example; spf=pass (mx.b.example: domain of a.example designates 192.0.2.1 as permitted sender, rule=[ip4:192.0.2.0/24]) smtp.mail=x@a.example\n" + Client);
        Assert.Equal(("x@a.example", EnvelopeSource.AuthenticationResults), (facts.MailFrom.ToString(), facts.MailFromSource));
    }

    [Fact]
    public void What_a_client_calls_itself_is_no_reverse_path() =>
        Assert.Equal(EnvelopeSource.None, Read("Received: from x envelope-from <ceo@bank.example> (out.a.example [192.0.2.1]) by mx.b.example with SMTP; Sat, 7 Dec 2024 07:03:00 +0000\n").MailFromSource);

    [Theory]
    [InlineData("Authentication-Results: mx.b.example; spf=pass smtp.helo=mail.a.example; spf=fail smtp.mailfrom=a.example\n", AuthResult.Fail)]
    [InlineData("Authentication-Results: mx.b.example; spf=fail smtp.mailfrom=a.example smtp.helo=mail.a.example; spf=pass smtp.helo=mail.a.example\n", AuthResult.Fail)]
    [InlineData("Authentication-Results: mx.b.example; spf=pass smtp.helo=mail.a.example\n", AuthResult.Pass)]
    [InlineData("Received-SPF: Pass (mx.b.example: x) identity=helo; client-ip=192.0.2.1; receiver=mx.b.example\nReceived-SPF: Fail (mx.b.example: x) identity=mailfrom; client-ip=192.0.2.1; receiver=mx.b.example\n", AuthResult.Fail)]
    [InlineData("Received-SPF: Pass (mx.b.example: x) identity=helo; client-ip=192.0.2.1; receiver=mx.b.example\nAuthentication-Results: mx.b.example; spf=softfail smtp.mailfrom=a.example\n", AuthResult.SoftFail)]
    [Rfc("7208", "2.3", "9.1")]
    [Rfc("8601", "2.7.2")]
    public void The_recorded_spf_is_that_of_the_mail_from_when_both_names_were_checked(string fields, AuthResult expected) =>
        Assert.Equal(expected, Read(fields + Client).Recorded.Spf);

    [Theory]
    [InlineData("Received-SPF: pass (b.example: best guess record for domain of x@a.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1;\n")]
    [InlineData("Authentication-Results: mx.b.example; spf=neutral (b.example: 192.0.2.1 is neither permitted nor denied by best guess record for domain of x@a.example) smtp.mailfrom=x@a.example\n")]
    [Rfc("7208", "2.6.1")]
    public void A_best_guess_of_the_receiver_s_own_tells_that_there_was_no_record(string field)
    {
        EnvelopeFacts facts = Read(field + Client);
        Assert.Equal((AuthResult.None, "192.0.2.1"), (facts.Recorded.Spf, facts.ClientIp!.ToString()));
    }

    [Theory]
    [InlineData("Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=mail.a.example; envelope-from=x@a.example; receiver=<UNKNOWN>", true)]
    [InlineData("pass (sender SPF authorized) client-ip=192.0.2.1; envelope-from=x@a.example; helo=mail.a.example;", true)]
    [InlineData("pass (sender SPF authorized) client-ip=192.0.2.1; envelope-from=x@a.example; receiver=u@b.example", true)]
    [InlineData("pass (sender SPF authorized) client-ip=192.0.2.1; envelope-from=x@a.example; receiver=mx.z.example", false)]
    [Rfc("7208", "9.1")]
    public void A_received_spf_that_hides_its_receiver_counts_above_the_boundary_only(string value, bool believed)
    {
        EnvelopeFacts above = Read($"Received-SPF: {value}\n{Client}");
        Assert.Equal(believed ? (AuthResult.Pass, "x@a.example") : (null, ""), ((AuthResult?, string))(above.Recorded.Spf, above.MailFrom.ToString()));
        Assert.Null(Read($"{Client}Received-SPF: {value}\n").Recorded.Spf);
    }

    [Fact]
    public void Steps_between_hosts_of_exchange_online_are_skipped_and_its_results_believed()
    {
        EnvelopeFacts facts = Read(
            """
            Received: from SA1PR0.namprd.prod.outlook.com (2603:10b6:806:d0::1) by DM6PR.namprd.prod.outlook.com (2603:10b6:5::2) with HTTPS; Sat, 7 Dec 2024 07:03:03 +0000
            Received: from BN8NAM11FT000.eop-nam11.prod.protection.outlook.com (2603:10b6:408:94:cafe::6) by SA1PR0CA.outlook.office365.com (2603:10b6:408:94::19) with Microsoft SMTP Server (version=TLS1_3, cipher=X) id 15.20; Sat, 7 Dec 2024 07:03:02 +0000
            Authentication-Results: spf=pass (sender IP is 192.0.2.9)
             smtp.mailfrom=a.example; dkim=pass (signature was verified)
             header.d=a.example;dmarc=bestguesspass action=none header.from=a.example;compauth=pass reason=109
            Received-SPF: Pass (protection.outlook.com: domain of a.example designates 192.0.2.9 as permitted sender)
             receiver=protection.outlook.com; client-ip=192.0.2.9; helo=mail.a.example; pr=C
            Received: from mail.a.example (192.0.2.9) by BN8NAM11FT000.mail.protection.outlook.com (10.13.177.1) with Microsoft SMTP Server id 15.20 via Frontend Transport; Sat, 7 Dec 2024 07:03:00 +0000
            Return-Path: bounce+7@a.example

            """);
        Assert.Equal(("192.0.2.9", EnvelopeSource.ReceivedSpf), (facts.ClientIp!.ToString(), facts.ClientIpSource));
        Assert.Equal(("mail.a.example", EnvelopeSource.ReceivedSpf), (facts.Helo, facts.HeloSource));
        Assert.Equal(("bounce+7@a.example", EnvelopeSource.AuthenticationResults), (facts.MailFrom.ToString(), facts.MailFromSource));
        Assert.Equal((AuthResult.Pass, AuthResult.Pass, null), (facts.Recorded.Spf, facts.Recorded.BestDkim, facts.Recorded.Dmarc));
        Assert.Equal(1733554980L, facts.ReceivedAt);
    }

    private const string Gmail =
        """
        Delivered-To: u@gmail.com
        Received: by 2002:a05:6214:2a4f:b0:6d8:8416:9b38 with SMTP id jf15csp1; Fri, 6 Dec 2024 23:03:01 -0800 (PST)
        X-Received: by 2002:a05:620a:1787:b0:7b6:6bff:d1d1 with SMTP id af79cd13be357; Fri, 06 Dec 2024 23:03:00 -0800 (PST)
        ARC-Authentication-Results: i=1; mx.google.com;
               dkim=pass header.i=@a.example header.s=s1 header.b=AbCd1234;
               spf=pass (google.com: domain of bounce@m.a.example designates 192.0.2.11 as permitted sender) smtp.mailfrom=bounce@m.a.example;
               dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=a.example
        Return-Path: <bounce@m.a.example>
        Received: from mail.a.example (mail.a.example. [192.0.2.11])
                by mx.google.com with ESMTPS id d9443c01a7336
                for <u@gmail.com>; Fri, 06 Dec 2024 23:03:00 -0800 (PST)
        Received-SPF: pass (google.com: domain of bounce@m.a.example designates 192.0.2.11 as permitted sender) client-ip=192.0.2.11;
        Authentication-Results: mx.google.com;
               dkim=pass header.i=@a.example header.s=s1 header.b=AbCd1234;
               spf=pass (google.com: domain of bounce@m.a.example designates 192.0.2.11 as permitted sender) smtp.mailfrom=bounce@m.a.example;
               dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=a.example

        """;

    [Fact]
    public void The_sealed_copy_of_the_results_above_gmail_s_boundary_is_believed()
    {
        EnvelopeFacts facts = Read(Gmail);
        Assert.Equal(("192.0.2.11", EnvelopeSource.AuthenticationResults), (facts.ClientIp!.ToString(), facts.ClientIpSource));
        Assert.Equal(("bounce@m.a.example", EnvelopeSource.AuthenticationResults), (facts.MailFrom.ToString(), facts.MailFromSource));
        Assert.Equal(("mx.google.com", AuthResult.Pass, AuthResult.Pass), (facts.Recorded.AuthservId, facts.Recorded.Spf, facts.Recorded.Dmarc));
        Assert.Equal(new RecordedSignature(AuthResult.Pass, DomainName.Parse("a.example"), "s1", "AbCd1234"), Assert.Single(facts.Recorded.Dkim));
        Assert.Equal(1, facts.BoundaryHop);
    }

    [Fact]
    public void A_trusted_id_makes_fields_below_the_boundary_count()
    {
        EnvelopeFacts facts = Read(Gmail, options: new EnvelopeOptions { TrustedAuthservIds = ["MX.google.com"] });
        Assert.Equal(("192.0.2.11", EnvelopeSource.ReceivedSpf), (facts.ClientIp!.ToString(), facts.ClientIpSource));
        Assert.Equal((EnvelopeSource.AuthenticationResults, 1), (facts.MailFromSource, facts.BoundaryHop));
        Assert.Single(facts.Recorded.Dkim);
    }

    [Fact]
    [Rfc("8601", "4.1", "7.1")]
    public void Results_that_a_sender_could_have_written_are_not_believed()
    {
        const string forged = "Authentication-Results: mx.b.example; spf=pass smtp.mailfrom=bank.example smtp.remote-ip=203.0.113.7; dmarc=pass header.from=bank.example\n"
            + "Received-SPF: pass (mx.b.example: fine) client-ip=203.0.113.7; envelope-from=x@bank.example\n";
        EnvelopeFacts facts = Read(Path + Client + forged);
        Assert.Equal(("192.0.2.1", "bounce+1@a.example", ""), (facts.ClientIp!.ToString(), facts.MailFrom.ToString(), facts.Recorded.AuthservId));
        Assert.Null(facts.Recorded.Dmarc);
    }

    [Theory]
    [Rfc("8601", "4.1", "7.1")]
    [InlineData("mx.b.example", true)]
    [InlineData("b.example", true)]
    [InlineData("\"mx.b.example\" 1", true)]
    [InlineData("mx.c.example", false)]
    [InlineData("mx.b.example 2", false)]
    public void Results_above_the_boundary_count_when_they_name_its_host(string id, bool believed)
    {
        EnvelopeFacts facts = Read($"Authentication-Results: {id}; spf=fail smtp.mailfrom=x@a.example smtp.remote-ip=192.0.2.77\n" + Client);
        Assert.Equal(believed ? "192.0.2.77" : "192.0.2.1", facts.ClientIp!.ToString());
        Assert.Equal(believed ? AuthResult.Fail : null, facts.Recorded.Spf);
    }

    [Fact]
    [Rfc("8601", "4.1", "7.1")]
    public void A_trusted_id_is_not_believed_below_the_host_before()
    {
        EnvelopeOptions options = new() { TrustedAuthservIds = ["mx.b.example"] };
        const string below = "Received: from inner.a.example ([10.0.0.1]) by mail.a.example with ESMTP id 0; Sat, 7 Dec 2024 07:01:00 +0000\nAuthentication-Results: mx.b.example; dmarc=pass header.from=bank.example\n";
        EnvelopeFacts facts = Read("Authentication-Results: mx.b.example; spf=fail smtp.mailfrom=a.example\n" + Client + below, options: options);
        Assert.Equal((AuthResult.Fail, null), (facts.Recorded.Spf, facts.Recorded.Dmarc));
    }

    [Fact]
    public void A_trusted_domain_stands_for_the_ids_of_all_its_hosts_and_their_steps_lead_to_the_client()
    {
        const string store = "Received: from 10.197.40.73 by store1.b.example with HTTPS; Sat, 7 Dec 2024 07:04:00 +0000\nAuthentication-Results: store1.b.example; spf=pass smtp.mailfrom=a.example\n";
        const string client = "Received: from 192.0.2.1 (EHLO mail.a.example) by 10.253.233.99 with SMTPs; Sat, 7 Dec 2024 07:03:00 +0000\n";
        EnvelopeFacts facts = Read(store + client, options: new EnvelopeOptions { TrustedAuthservIds = ["b.example"] });
        Assert.Equal(("store1.b.example", AuthResult.Pass), (facts.Recorded.AuthservId, facts.Recorded.Spf));
        Assert.Equal((1, "192.0.2.1", "mail.a.example"), (facts.BoundaryHop, facts.ClientIp?.ToString(), facts.Helo));
    }

    [Theory]
    [InlineData("", "192.0.2.1")]
    [InlineData("Received-SPF: pass (spf.c.example: fine) receiver=spf.c.example; client-ip=192.0.2.1\n", "192.0.2.1")]
    [InlineData("Received-SPF: pass (spf.c.example: fine) receiver=spf.c.example; client-ip=192.0.2.99\n", null)]
    public void A_trusted_id_of_no_host_in_the_trace_keeps_the_client_that_its_field_names(string field, string? boundary)
    {
        EnvelopeOptions options = new() { TrustedAuthservIds = ["c.example"] };
        EnvelopeFacts facts = Read(Client + "Authentication-Results: spf.c.example; spf=pass smtp.mailfrom=bounce@a.example\n" + field, options: options);
        Assert.Equal((boundary, AuthResult.Pass), (facts.Boundary?.Address?.ToString(), facts.Recorded.Spf));
    }

    [Theory]
    [InlineData("filter7", true)]
    [InlineData("filter8", false)]
    [InlineData("mail.a.example", false)]
    public void Results_above_the_boundary_count_when_they_name_a_host_that_took_the_message_over(string id, bool believed)
    {
        const string inner = "Received: from mx.b.example ([10.3.81.243]) by filter7 (MessageSwitch) id 1; Sat, 7 Dec 2024 07:04:00 +0000\n";
        const string below = "Received: from app.a.example ([10.0.0.1]) by mail.a.example; Sat, 7 Dec 2024 07:01:00 +0000\n";
        EnvelopeFacts facts = Read($"Received-SPF: pass ({id}: domain of a.example designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=x@a.example\n" + inner + Client + below);
        Assert.Equal((believed ? AuthResult.Pass : (AuthResult?)null, believed ? "x@a.example" : ""), (facts.Recorded.Spf, facts.MailFrom.ToString()));
    }

    [Fact]
    public void The_beginning_of_an_address_that_was_folded_is_no_mail_from()
    {
        EnvelopeFacts facts = Read("Authentication-Results: mx.b.example; spf=pass smtp.mail=0101016ffeb63bb7\n\t-a63b@m.a.example; dkim=\n\tpass header.i=@a.example\n" + Path + Client);
        Assert.Equal(("bounce+1@a.example", EnvelopeSource.ReturnPath, AuthResult.Pass), (facts.MailFrom.ToString(), facts.MailFromSource, facts.Recorded.BestDkim));
    }

    [Fact]
    public void An_inner_address_in_trusted_results_is_no_client()
    {
        EnvelopeFacts facts = Read(Client + "Authentication-Results: mx.b.example; arc=none smtp.client-ip=10.30.226.201\n", options: new EnvelopeOptions { TrustedAuthservIds = ["mx.b.example"] });
        Assert.Equal(EnvelopeSource.Received, facts.ClientIpSource);
        Assert.Equal(AuthResult.None, facts.Recorded.Arc);
    }

    [Fact]
    public void A_domain_in_the_results_takes_its_local_part_from_the_return_path()
    {
        EnvelopeFacts facts = Read("Return-Path: <joe@a.example>\nAuthentication-Results: mx.b.example; spf=pass smtp.mailfrom=a.example\n" + Client);
        Assert.Equal(("joe@a.example", EnvelopeSource.AuthenticationResults), (facts.MailFrom.ToString(), facts.MailFromSource));
    }

    [Theory]
    [Rfc("5321", "4.4")]
    [InlineData("Return-Path: <>\n", "<>", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: < >\n", "<>", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <@r.example,@s.example:joe@a.example>\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <\"a b@c\"@a.example>\n", "\"a b@c\"@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <joe@a.example> (sent by <jane@b.example>)\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: (by <jane@b.example>) <joe@a.example>\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: \"Jane <jane@b.example>\" <joe@a.example>\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <joe@a.example> <jane@b.example>\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <joe@a.example>>\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <\"a>b\"@a.example>\n", "\"a>b\"@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <\"a\\\">b\"@a.example>\n", "\"a\\\">b\"@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: joe@a.example (Joe)\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <@r.example:\"a:b\"@a.example>\n", "\"a:b\"@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <bounce-1=joe=b.example@a.example>\n", "bounce-1=joe=b.example@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <joe@a.example\n", "joe@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <> (bounce)\n", "<>", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <MAILER-DAEMON>\n", "<>", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <MAILER-DAEMON@mx.b.example>\n", "<>", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <mailer-daemon@a.example>\n", "mailer-daemon@a.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <MAILER-DAEMON-1@mx.b.example>\n", "MAILER-DAEMON-1@mx.b.example", EnvelopeSource.ReturnPath)]
    [InlineData("Return-Path: <joe@[192.0.2.1]>\n", "sep@a.example", EnvelopeSource.MboxSeparator)]
    [InlineData("Return-Path: <joe@a.example jane>\n", "sep@a.example", EnvelopeSource.MboxSeparator)]
    [InlineData("Return-Path: <\n", "sep@a.example", EnvelopeSource.MboxSeparator)]
    [InlineData("Return-Path:\nX-Envelope-From: joe@a.example\n", "joe@a.example", EnvelopeSource.XEnvelopeFrom)]
    [InlineData("X-Original-Return-Path: <joe@a.example>\n", "joe@a.example", EnvelopeSource.XEnvelopeFrom)]
    [InlineData("X-Envelope-Sender: <joe@a.example>\n", "joe@a.example", EnvelopeSource.XEnvelopeFrom)]
    [InlineData("Return-Path: <joe>\n", "sep@a.example", EnvelopeSource.MboxSeparator)]
    public void The_reverse_path_comes_from_the_strongest_field(string fields, string path, EnvelopeSource source)
    {
        EnvelopeFacts facts = Read(fields + Client, "From sep@a.example Sat Dec  7 07:03:00 2024");
        Assert.Equal((path, source), (facts.MailFrom.ToString(), facts.MailFromSource));
    }

    [Fact]
    public void Exim_s_note_of_the_reverse_path_counts_before_the_return_path()
    {
        const string exim = "Received: from out.a.example ([192.0.2.7] helo=mail.a.example) by mx.b.example with esmtps (Exim 4.92) (envelope-from <x@a.example>) id 1; Sat, 7 Dec 2024 07:03:00 +0000\n";
        EnvelopeFacts facts = Read(Path + exim);
        Assert.Equal(("x@a.example", EnvelopeSource.Received), (facts.MailFrom.ToString(), facts.MailFromSource));
    }

    [Theory]
    [InlineData("From mboxrd@z Thu Jan  1 00:00:00 1970")]
    [InlineData("From MAILER-DAEMON Fri Jul  8 12:08:34 2011")]
    [InlineData("From 1234567890@xxx Fri Jul 08 12:08:34 +0000 2011")]
    [InlineData("From - Fri Jul  8 12:08:34 2011")]
    [InlineData("From ???@??? Fri Jul  8 12:08:34 2011")]
    [InlineData("")]
    public void Separators_of_stores_that_know_no_sender_tell_none(string separator) =>
        Assert.Equal(EnvelopeSource.None, Read(Client, separator).MailFromSource);

    [Fact]
    public void The_time_of_receipt_falls_back_to_date_and_separator()
    {
        const string separator = "From joe@a.example Sat Dec  7 07:03:00 2024";
        EnvelopeFacts facts = Read("Date: Sat, 7 Dec 2024 07:02:00 +0000\nReturn-Path: <joe@a.example>\n", separator);
        Assert.Equal((1733554920L, ReceiptTimeSource.Date), (facts.ReceivedAt, facts.ReceivedAtSource));
        facts = Read("Return-Path: <joe@a.example>\n", separator);
        Assert.Equal((1733554980L, ReceiptTimeSource.MboxSeparator), (facts.ReceivedAt, facts.ReceivedAtSource));
        facts = Read("Return-Path: <joe@a.example>\n", "From mboxrd@z Thu Jan  1 00:00:00 1970");
        Assert.Equal((null, ReceiptTimeSource.None), (facts.ReceivedAt, facts.ReceivedAtSource));
    }

    [Theory]
    [InlineData("From: a@a.example\nX-Mozilla-Status: 0001\n", ReceiptClass.NeverReceived)]
    [InlineData("Received: from [10.0.0.5] (h.isp.example [192.0.2.200]) by smtp.a.example with ESMTPSA id 0; Sat, 7 Dec 2024 07:04:00 +0000\n", ReceiptClass.NeverReceived)]
    [InlineData("Received: from 1046 named unknown by gmailapi.google.com with HTTPREST; Sat, 7 Dec 2024 07:04:00 +0000\n", ReceiptClass.NeverReceived)]
    [InlineData("Received: from a.example (h.isp.example [192.0.2.200]) by mx.b.example with ESMTPS id 0; Sat, 7 Dec 2024 07:04:00 +0000\n", ReceiptClass.Received)]
    [InlineData("From: a@a.example\nReturn-Path: <a@a.example>\n", ReceiptClass.Received)]
    [InlineData("From: a@a.example\nDelivered-To: b@b.example\n", ReceiptClass.Received)]
    [InlineData("From: a@a.example\nReceived: (qmail 1)\n", ReceiptClass.Received)]
    public void Mail_without_a_trace_of_a_receiver_is_a_class_of_its_own(string fields, ReceiptClass expected) =>
        Assert.Equal(expected, Read(fields, "From a@a.example Sat Dec  7 07:03:00 2024").Class);

    [Fact]
    public void Options_take_the_place_of_what_the_message_says()
    {
        EnvelopeFacts facts = Read("From: a@a.example\n", options: new EnvelopeOptions { ClientIp = IPAddress.Parse("10.0.0.1"), Helo = "h.example", MailFrom = "<>" });
        Assert.Equal(("10.0.0.1", "h.example", "<>", ReceiptClass.Received), (facts.ClientIp!.ToString(), facts.Helo, facts.MailFrom.ToString(), facts.Class));
        Assert.Equal((EnvelopeSource.Option, EnvelopeSource.Option, EnvelopeSource.Option), (facts.ClientIpSource, facts.HeloSource, facts.MailFromSource));
    }

    [Fact]
    public void A_trace_without_end_is_counted_and_kept_in_bounds()
    {
        EnvelopeFacts facts = Read(string.Concat(Enumerable.Repeat("Received: from x ([10.0.0.1]) by y; Sat, 7 Dec 2024 07:01:00 +0000\n", 500)));
        Assert.Equal((500, EnvelopeFacts.MaxHops, -1), (facts.HopCount, facts.Hops.Count, facts.BoundaryHop));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("a b")]
    [InlineData("a/8")]
    [InlineData("::/129")]
    public void Entries_that_are_no_relay_are_refused(string entry)
    {
        Assert.Null(RelayList.TryParse(["ok.example", entry], out string? refused));
        Assert.Equal(entry, refused);
    }

    [Fact]
    public void Headers_of_random_pieces_give_an_envelope()
    {
        string[] pieces =
        [
            "Received: ", "Return-Path: ", "Received-SPF: ", "Authentication-Results: ", "ARC-Authentication-Results: i=1; ", "\n", "\n\t", "from ", "by ", "mx.b.example", "[192.0.2.1]", "(", ")",
            "\"", "; ", "spf=pass ", "smtp.mailfrom=", "<", ">", "@", "=", ".", "client-ip=", "Sat, 7 Dec 2024 07:01:00 +0000", "none", "header.d=", "\\", "1", "outlook.com",
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 80].Sample(picks => Read(string.Concat(picks.Select(p => pieces[p])), options: new EnvelopeOptions { TrustedAuthservIds = ["mx.b.example"] }));
    }

    private static EnvelopeFacts Read(string header, string separator = "", EnvelopeOptions? options = null)
    {
        byte[] message = Encoding.UTF8.GetBytes(header + "Subject: x\n\nbody\n");
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        var claims = new MessageClaims();
        new ClaimsReader(options ?? EnvelopeOptions.Default, new NameTable()).Read(message, Encoding.ASCII.GetBytes(separator), headers, claims);
        return claims.Envelope;
    }
}
