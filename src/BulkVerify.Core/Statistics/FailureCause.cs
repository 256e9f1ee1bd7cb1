namespace BulkVerify.Statistics;

/// <summary>What a text of <see cref="RowAssessor.FailureCause"/> says: what DKIM lacks, "; ", what SPF lacks.</summary>
public readonly record struct FailureCause(string Text)
{
    internal const string NoAuthor = "From names no single domain";
    internal const string NoSignature = "no DKIM signature";
    internal const string OtherSigner = "DKIM passes for another domain";
    internal const string NotAligned = "DKIM not aligned and ";
    internal const string OtherEnvelope = "SPF passes for another domain";
    internal const string OtherEnvelopeOpen = "MAIL FROM of another domain, whose SPF met a DNS error";

    /// <summary>No signature by the author domain, good or bad.</summary>
    public bool LacksOwnSignature => Text.StartsWith(NoSignature, StringComparison.Ordinal) || Text.StartsWith(OtherSigner, StringComparison.Ordinal) || Text.StartsWith(NotAligned, StringComparison.Ordinal);

    /// <summary>SPF passes, and the envelope is not the author's.</summary>
    public bool SpfPassesForOther => Text.EndsWith(OtherEnvelope, StringComparison.Ordinal);

    /// <summary>A signature passes, and it is not by the author domain.</summary>
    public bool DkimPassesForOther => Text.StartsWith(OtherSigner, StringComparison.Ordinal);

    /// <summary>A signature by the author domain failed for a reason, in the words of <see cref="RowAssessor"/>.</summary>
    public bool HasOwnSignature(string reason) => Text.StartsWith($"DKIM {reason}; ", StringComparison.Ordinal);
}
