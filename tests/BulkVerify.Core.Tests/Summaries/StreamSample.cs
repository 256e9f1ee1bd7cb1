using BulkVerify.Senders;
using BulkVerify.Statistics;

namespace BulkVerify.Tests.Summaries;

/// <summary>Rows as one message of a stream leaves them.</summary>
internal static class StreamSample
{
    public static MessageRow Row(string sender, string kind, string author = "example.com") => new()
    {
        Archive = "a.mbox",
        Class = "received",
        AuthorDomain = author,
        OrganizationalDomain = author,
        Sender = sender,
        SenderKind = kind,
        SenderStrength = kind switch { nameof(SenderKind.Vendor) or nameof(SenderKind.Own) => nameof(EvidenceStrength.Certain), _ => nameof(EvidenceStrength.Claimed) },
        SenderEvidence = $"shown as {sender}",
        ClientIp = "192.0.2.1",
        SpfResult = "none",
        SpfReason = "NoRecord",
        DmarcResult = "fail",
        DmarcReason = "NotAligned",
    };

    public static MessageRow Vendor(string sender, Action<MessageRow> set)
    {
        MessageRow row = Row(sender, nameof(SenderKind.Vendor));
        set(row);
        return row;
    }

    public static void Sign(MessageRow row, string domain, string selector, bool aligned = true, string result = "pass", string reason = "Verified", int bits = 2048)
    {
        row.Dkim.Add(new SignatureRow { D = domain, S = selector, A = "rsa-sha256", Bits = bits, Result = result, Reason = reason, Aligned = aligned });
        if (aligned && result == "pass")
            row.DmarcResult = "pass";
    }

    public static void Spf(MessageRow row, string result, string domain, string reason = "MatchedAll", bool aligned = false)
    {
        (row.SpfResult, row.SpfDomain, row.SpfReason, row.SpfAligned) = (result, domain, reason, aligned);
        if (aligned && result == "pass")
            row.DmarcResult = "pass";
    }

    public static RunStatistics Count(params MessageRow[] rows)
    {
        var statistics = new RunStatistics();
        foreach (MessageRow row in rows)
            statistics.Add(row);
        return statistics;
    }
}
