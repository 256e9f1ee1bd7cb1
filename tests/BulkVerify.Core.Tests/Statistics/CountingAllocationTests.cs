using BulkVerify.Statistics;

namespace BulkVerify.Tests.Statistics;

public class CountingAllocationTests
{
    /// <summary>Bytes a row, one object of the smallest kind.</summary>
    private const int Budget = 32;

    [Fact]
    public void Counting_a_row_of_a_known_stream_allocates_next_to_nothing()
    {
        MessageRow[] rows = [Row("pass"), Row("fail")];
        var statistics = new RunStatistics();
        statistics.Fingerprints.Capacity = 10_000;
        // Examples are kept by the hash of the place: the same rows again change nothing there.
        for (int i = 0; i < 500; i++)
            Count(statistics, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
            Count(statistics, rows);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * Budget);
        Assert.Equal(2000, statistics.Messages);
    }

    private static void Count(RunStatistics statistics, MessageRow[] rows)
    {
        foreach (MessageRow row in rows)
            statistics.Add(row);
    }

    private static MessageRow Row(string dmarc) => new()
    {
        Archive = "inbox.mbox",
        Offset = dmarc.Length * 100,
        MessageId = "<1@example.com>",
        Class = "received",
        ReceivedAt = 1_700_000_000,
        AuthorDomain = "example.com",
        OrganizationalDomain = "example.com",
        Sender = "sendgrid",
        SenderKind = "Vendor",
        SenderEvidence = "passing d=sendgrid.net; X-SG-EID header",
        MailFrom = "a@em1.sendgrid.net",
        SpfDomain = "em1.sendgrid.net",
        SpfResult = "softfail",
        SpfReason = "MatchedAll",
        SpfPath = "~all",
        ClientIp = "192.0.2.1",
        DmarcResult = dmarc,
        DmarcPolicy = "reject",
        DmarcPolicyDomain = "example.com",
        Fingerprint = "00000000000000ff",
        Dkim =
        [
            new SignatureRow { D = "sendgrid.net", S = "s1", A = "rsa-sha256", Bits = 2048, Result = "pass", Reason = "Verified" },
            new SignatureRow { D = "example.com", S = "s1", A = "rsa-sha256", Bits = 2048, Result = "fail", Reason = "BodyHashMismatch", Aligned = true },
        ],
    };
}
