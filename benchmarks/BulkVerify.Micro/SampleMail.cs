using System.Security.Cryptography;
using System.Text;
using BulkVerify.Claims;

namespace BulkVerify.Micro;

/// <summary>Mail of an ordinary shape, the same in every run: 30 fields, four hops, recorded verdicts, one signature, a text of 8 KiB.</summary>
internal static class SampleMail
{
    public static readonly byte[] Separator = "From bounces-1@em1.sender.example Thu Jan 01 00:08:06 2026"u8.ToArray();

    private const string Header = """
        Return-Path: <bounces-1@em1.sender.example>
        Delivered-To: chloe@inbox.test
        Received: from mx2.inbox.test ([10.0.0.5])
        	by store3.inbox.test with LMTP
        	id li3y5bed0o2hd4tv3ff6aw
        	(envelope-from <bounces-1@em1.sender.example>)
        	for <chloe@inbox.test>; Thu, 01 Jan 2026 00:08:07 +0000
        X-Spam-Status: No, score=-1.5 required=5.0 tests=[DKIM_SIGNED=0.1,
        	DKIM_VALID=-0.1, HTML_MESSAGE=0.001, SPF_PASS=-0.001]
        	autolearn=ham autolearn_force=no
        X-Spam-Score: -2.50
        X-Virus-Scanned: Debian amavisd-new at mx2.inbox.test
        Authentication-Results: mx2.inbox.test;
        	dkim=pass header.i=@sender.example header.s=s1 header.b=dwlrhkvz;
        	spf=pass (sender IP is 198.51.100.2) smtp.mailfrom=bounces-1@em1.sender.example;
        	dmarc=pass (p=REJECT) header.from=sender.example
        Received: from o5.mail.vendor.example (o5.mail.vendor.example [198.51.100.2])
        	(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))
        	by mx2.inbox.test (Postfix) with ESMTPS id BA7KJEW96X6
        	for <chloe@inbox.test>; Thu, 01 Jan 2026 00:08:06 +0000 (UTC)
        Received: from app17.internal (unknown [10.95.187.199])
        	by o5.mail.vendor.example (Postfix) with ESMTP id 13AZSG72EWD;
        	Thu, 01 Jan 2026 00:08:04 +0000
        Received: from localhost (localhost [127.0.0.1])
        	by app17.internal (Postfix) with ESMTP id 3L6989Q15O3;
        	Thu, 01 Jan 2026 00:08:03 +0000
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=s1;
        	t=1767226084; h=From:To:Subject:Date:Message-ID:MIME-Version:Content-Type;
        	bh=BODYHASH;
        	b=SIGNATURE
        From: "Sender's News" <news@sender.example>
        To: chloe@inbox.test
        Subject: Reminder: your appointment
        Date: Thu, 01 Jan 2026 00:07:57 +0000
        Message-ID: <ed0bf52e63673021.0@o5.mail.vendor.example>
        Reply-To: <reply-19478@sender.example>
        X-SG-EID: v1ziygb4cqloend85q2ow4482nrwwemq3q1xsmok7vc3d7npr3136b2veo90
        X-Entity-ID: lfya9o2ia9vem7t7ifyx65==
        Feedback-ID: 3054676:SG
        List-Unsubscribe: <https://u.vendor.example/u?t=3o06ao8xc9kfd5c6dy7junuj6pqc3tpw>,
        	<mailto:unsubscribe@sender.example?subject=a2i4mk6h4btr>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Precedence: bulk
        X-Priority: 3
        X-Auto-Response-Suppress: OOF, AutoReply
        X-Job: 837924_395489898
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: 7bit


        """;

    /// <summary>The message with a body of about so many octets; its signature has the right shape and is not made with a key.</summary>
    public static byte[] Of(int bodySize, string lineEnd = "\n")
    {
        string body = Text(bodySize, lineEnd);
        byte[] plain = Encoding.ASCII.GetBytes("A: b" + lineEnd + lineEnd + body);
        string header = Header.ReplaceLineEndings(lineEnd)
            .Replace("BODYHASH", Convert.ToBase64String(Digests.CanonicalForm.BodyHash(plain, Canonicalization.Relaxed)), StringComparison.Ordinal)
            .Replace("SIGNATURE", Convert.ToBase64String([.. Enumerable.Repeat(SHA256.HashData("signature"u8), 8).SelectMany(h => h)]), StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(header + body);
    }

    /// <summary>Lines of ordinary text.</summary>
    public static string Text(int size, string lineEnd)
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < size; i++)
            text.Append("An ordinary line of text of a length as mail has it, number ").Append(i).Append('.').Append(lineEnd);
        return text.ToString();
    }

    /// <summary>Lines of 76 characters of base64.</summary>
    public static string Base64(int size, string lineEnd)
    {
        var random = new Random(3);
        byte[] octets = new byte[57];
        var text = new StringBuilder();
        while (text.Length < size)
        {
            random.NextBytes(octets);
            text.Append(Convert.ToBase64String(octets)).Append(lineEnd);
        }
        return text.ToString();
    }
}
