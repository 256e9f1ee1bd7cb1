using System.Globalization;
using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Signing;
using BulkVerify.Forge.Truths;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Messages;

/// <summary>Writes what hosts on the way put on top of a message.</summary>
internal static class TraceWriter
{
    private const int Receivers = 3;

    private static readonly string[] ReceiverNames = ["mx1.inbox.test", "mx2.inbox.test", "mx.google.com"];

    /// <summary>Steps within the sender's own network.</summary>
    public static void WriteOrigin(Draft draft, ClientHost outbound, long time, ForgeRandom random)
    {
        string inside = $"app{random.Next(1, 40)}.internal";
        string address = string.Create(CultureInfo.InvariantCulture, $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}");
        draft.Prepend("Received", $"from localhost (localhost [127.0.0.1])\r\n\tby {inside} (Postfix) with ESMTP id {Id(random)};\r\n\t{MailTime.Format(time - 3)}");
        draft.Prepend("Received", $"from {inside} (unknown [{address}])\r\n\tby {outbound.Name} (Postfix) with ESMTP id {Id(random)};\r\n\t{MailTime.Format(time - 2)}");
    }

    /// <summary>A step from one host to another, as <paramref name="by"/> notes it.</summary>
    public static void WriteHop(Draft draft, ClientHost from, string by, string recipient, long time, ForgeRandom random) =>
        draft.Prepend("Received", $"from {from.Name} ({from.Name} {from.Literal})\r\n\tby {by} (Postfix) with ESMTPS id {Id(random)}\r\n\tfor <{recipient}>; {MailTime.Format(time)}");

    /// <summary>All that the trusted receiver adds: the boundary, its results, its own steps, Return-Path.</summary>
    public static void WriteDelivery(Draft draft, Envelope envelope, string recipient, SpfTruth spf, DmarcTruth dmarc, string author, long time, ForgeProfile profile, ForgeRandom random)
    {
        int receiver = random.Next(Receivers);
        string by = ReceiverNames[receiver];
        ClientHost client = envelope.Client!;
        draft.Prepend("Received", Boundary(receiver, envelope, client, by, recipient, time, random));
        if (profile == ForgeProfile.Small)
        {
            draft.Prepend("Return-Path", $"<{envelope.MailFrom}>");
            return;
        }
        if (random.Chance(0.3))
            draft.Prepend("Received-SPF", ReceivedSpf(envelope, client, spf, by));
        if (random.Chance(0.8))
            draft.Prepend("Authentication-Results", Results(draft, envelope, spf, dmarc, author, by, random));
        if (profile == ForgeProfile.Full)
            WriteScan(draft, by, random);
        WriteInside(draft, receiver, by, recipient, time, random);
        draft.Prepend("Return-Path", $"<{envelope.MailFrom}>");
    }

    private static string Boundary(int receiver, Envelope envelope, ClientHost client, string by, string recipient, long time, ForgeRandom random)
    {
        string date = MailTime.Format(time, withComment: receiver != 1);
        return receiver switch
        {
            0 => $"from {envelope.Helo} ({client.Name} {client.Literal})\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n\t(No client certificate requested)\r\n\tby {by} (Postfix) with ESMTPS id {Id(random)}\r\n\tfor <{recipient}>; {date}",
            1 => $"from {client.Name} ({client.Literal.Replace("IPv6:", "", StringComparison.Ordinal)} helo={envelope.Helo})\r\n\tby {by} with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.97)\r\n\t(envelope-from <{envelope.MailFrom}>)\r\n\tid 1v{Id(random)[..4]}-00000000{Id(random)[..3]}-2A;\r\n\t{date}",
            _ => $"from {envelope.Helo} ({client.Name}. {client.Literal})\r\n        by {by} with ESMTPS id {Template.Letters(random, 24)}.{random.Next(10, 99)}\r\n        for <{recipient}>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n        {date}",
        };
    }

    private static void WriteInside(Draft draft, int receiver, string by, string recipient, long time, ForgeRandom random)
    {
        if (receiver == 2)
        {
            draft.Prepend("Received", $"by 2002:a05:6a10:{random.Next(0x1000):x}:b0:{random.Next(0x1000):x}:{random.Next(0x1000):x} with SMTP id {Template.Letters(random, 16)};\r\n        {MailTime.Format(time)}");
            draft.Prepend("Delivered-To", recipient);
            return;
        }
        string store = $"store{random.Next(1, 5)}.inbox.test";
        draft.Prepend("Received", $"from {by} ([10.0.0.{random.Next(2, 20)}])\r\n\tby {store} with LMTP\r\n\tid {Template.Letters(random, 22)}\r\n\t(envelope-from <bounce@{store}>)\r\n\tfor <{recipient}>; {MailTime.Format(time + 1)}");
        draft.Prepend("Delivered-To", recipient);
    }

    private static void WriteScan(Draft draft, string by, ForgeRandom random)
    {
        draft.Prepend("X-Virus-Scanned", $"Debian amavisd-new at {by}");
        draft.Prepend("X-Spam-Flag", "NO");
        draft.Prepend("X-Spam-Score", $"-{random.Next(3)}.{random.Next(100):D2}");
        draft.Prepend("X-Spam-Level", "");
        draft.Prepend("X-Spam-Status", $"No, score=-{random.Next(3)}.{random.Next(10)} required=5.0 tests=[DKIM_SIGNED=0.1,\r\n\tDKIM_VALID=-0.1, HTML_MESSAGE=0.001, SPF_PASS=-0.001]\r\n\tautolearn=ham autolearn_force=no");
    }

    private static string ReceivedSpf(Envelope envelope, ClientHost client, SpfTruth spf, string by) =>
        $"{spf.Result.ToWord()} ({by}: domain of {envelope.SpfDomain}: {spf.Result.ToWord()})\r\n\tclient-ip={client.Address}; envelope-from=\"{envelope.MailFrom}\"; helo={envelope.Helo};";

    private static string Results(Draft draft, Envelope envelope, SpfTruth spf, DmarcTruth dmarc, string author, string by, ForgeRandom random)
    {
        var text = new StringBuilder(by);
        foreach (ForgedSignature signature in draft.Signatures)
            text.Append(CultureInfo.InvariantCulture, $";\r\n\tdkim={Then(signature)} header.i=@{signature.Request.Domain} header.s={signature.Request.Selector} header.b={Template.Letters(random, 8)}");
        if (draft.Signatures.Count == 0)
            text.Append(";\r\n\tdkim=none");
        string identity = envelope.MailFrom.Length > 0 ? $"smtp.mailfrom={envelope.MailFrom}" : $"smtp.helo={envelope.Helo}";
        text.Append(CultureInfo.InvariantCulture, $";\r\n\tspf={spf.Result.ToWord()} (sender IP is {envelope.Client!.Address}) {identity}");
        if (author.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $";\r\n\tdmarc={dmarc.Result.ToWord()} (p={(dmarc.Policy ?? "none").ToUpperInvariant()}) header.from={author}");
        return text.ToString();
    }

    /// <summary>What the receiver saw then: keys that are gone now were there, and what was changed in the archive was not changed yet.</summary>
    private static string Then(ForgedSignature signature)
    {
        DkimReason reason = SignatureTruths.ReasonOf(signature);
        return reason is DkimReason.KeyNotFound or DkimReason.KeyRevoked or DkimReason.BodyHashMismatch ? "pass" : SignatureTruths.ResultOf(reason).ToWord();
    }

    private static string Id(ForgeRandom random) => Template.Letters(random, 11).ToUpperInvariant();
}
