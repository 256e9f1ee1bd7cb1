using BulkVerify.Statistics;
using CsCheck;

namespace BulkVerify.Tests.Statistics;

/// <summary>Random rows that use every assessment and several streams.</summary>
internal static class RowSamples
{
    private static readonly Gen<SignatureRow> Signature =
        from result in Pick("pass", "fail", "permerror", "temperror")
        from reason in Pick("Verified", "BodyHashMismatch", "KeyNotFound", "KeyNotRecorded", "RsaSha1")
        from aligned in Gen.Bool
        from bits in Pick(1024, 2048)
        select new SignatureRow { D = "example.com", S = "s1", A = "rsa-sha256", Bits = bits, Result = result, Reason = reason, Aligned = aligned, KeyFrom = "dns" };

    public static readonly Gen<MessageRow> Row =
        from sender in Pick("sendgrid", "salesforce", "mail.example")
        from author in Pick("example.com", "example.org")
        from received in Pick("received", "received", "received", "never-received")
        from dmarc in Pick("pass", "fail", "none", "temperror", "permerror")
        from spf in Pick("pass", "fail", "softfail", "none", "temperror")
        from aligned in Gen.Bool
        from dkim in Signature.List[0, 3]
        from indirect in Pick("", "", "mailing-list")
        from offset in Gen.Long[0, 1_000_000]
        from time in Gen.Long[1_700_000_000, 1_800_000_000]
        from old in Pick("", "", "pass", "fail")
        from walk in Pick("organizational domain example.com", "organizational domain example.com; _dmarc.example.com TXT: \"v=DMARC1; p=none\"")
        from checks in Pick("", "AlignedByBoth", "RejectOnSpfAlone, NoAggregateReports")
        from fingerprint in Pick("", "00000000000000aa", "00000000000000bb")
        select new MessageRow
        {
            Archive = "a.mbox",
            Offset = offset,
            Length = 100,
            MessageId = $"<{offset}@example.com>",
            Class = received,
            Sender = sender,
            AuthorDomain = author,
            DmarcResult = dmarc,
            DmarcReason = "NoRecord",
            SpfResult = spf,
            SpfReason = "MatchedIp4",
            SpfAligned = aligned && spf == "pass",
            Dkim = dkim,
            Indirect = indirect,
            ReceivedAt = time,
            Fingerprint = fingerprint,
            Dmarc7489Result = old,
            DmarcDifference = old == "pass" ? "d=example.com aligns under RFC 7489 only" : "",
            DmarcWalk = walk,
            Dmarc7489Walk = walk,
            DmarcChecks = checks,
        };

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
