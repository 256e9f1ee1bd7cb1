namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What RFC 9989 asks of senders, as far as one message and the records show it.</summary>
[Flags]
public enum DmarcSenderChecks : byte
{
    None = 0,
    /// <summary>Met: aligned by SPF and by DKIM (§8).</summary>
    AlignedByBoth = 1 << 0,
    /// <summary>Broken: p=reject is published and this pass relies on SPF alone (§7.4).</summary>
    RejectOnSpfAlone = 1 << 1,
    /// <summary>Broken: the organizational domain has no record of its own (§5.1.4, §8).</summary>
    OrganizationalRecordMissing = 1 << 2,
    /// <summary>Broken: the record asks for no aggregate reports (§5.1.3, §8).</summary>
    NoAggregateReports = 1 << 3,
}
