using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Statistics;

/// <summary>Whether an identifier of a row is aligned with the author domain. Safe for all threads.</summary>
internal sealed class RowAlignment(PublicSuffixRules publicSuffixes)
{
    /// <summary>What the DMARC evaluation says; where it made no walk, the relaxed alignment of the public suffix rules.</summary>
    public bool IsAligned(IdentifierAlignment alignment, DomainName? identifier, DmarcVerdict dmarc) => alignment switch
    {
        IdentifierAlignment.Aligned => true,
        IdentifierAlignment.NotAligned when HasRecord(dmarc) => false,
        _ => identifier is not null && dmarc.Author is { } author
            && (identifier == author || publicSuffixes.OrganizationalDomain(identifier) == publicSuffixes.OrganizationalDomain(author)),
    };

    // RFC 9989 §4.10.2: without a record each name is an organization of its own, which says nothing of what aligns once one is published.
    private static bool HasRecord(DmarcVerdict dmarc) => dmarc.Reason is not (DmarcReason.NoRecord or DmarcReason.SeveralRecords);
}
