using BulkVerify.Statistics;

namespace BulkVerify.Micro;

/// <summary>The row of a message that passes everything.</summary>
internal static class SampleRow
{
    public static MessageRow Of(int number) => new()
    {
        Archive = "mail.mbox",
        Offset = 25_000L * number,
        Length = 24_000,
        MessageId = $"<ed0bf52e63673021.{number}@o5.mail.vendor.example>",
        Date = 1_767_226_077 + number,
        ReceivedAt = 1_767_226_086 + number,
        ReceivedAtSource = "received",
        Class = "received",
        AuthorDomain = "sender.example",
        AuthorStatus = "valid",
        MailFrom = $"bounces-{number}@em1.sender.example",
        MailFromSource = "return-path",
        Helo = "o5.mail.vendor.example",
        ClientIp = "198.51.100.2",
        ClientIpSource = "received",
        SpfResult = "pass",
        SpfDomain = "em1.sender.example",
        SpfAligned = true,
        Dkim = [new SignatureRow { D = "sender.example", S = "s1", A = "rsa-sha256", Bits = 2048, Result = "pass", Reason = "verified", Aligned = true }],
        DmarcResult = "pass",
        DmarcPolicy = "reject",
        DmarcPolicyDomain = "sender.example",
        OrganizationalDomain = "sender.example",
        Sender = "vendor",
        Fingerprint = $"{0x9E3779B97F4A7C15ul * (ulong)(number + 1):x16}",
    };
}
