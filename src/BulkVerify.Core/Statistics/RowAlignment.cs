using BulkVerify.Evaluation.Dmarc;

namespace BulkVerify.Statistics;

/// <summary>Whether an identifier of a row is aligned with the author domain. Safe for all threads.</summary>
internal sealed class RowAlignment(PublicSuffixRules publicSuffixes)
{
    /// <summary>What the DMARC evaluation says; where it made no walk, the relaxed alignment of the public suffix rules.</summary>
    public bool IsAligned(IdentifierAlignment alignment, DomainName? identifier, DomainName? author) => alignment switch
    {
        IdentifierAlignment.Aligned => true,
        IdentifierAlignment.NotAligned => false,
        _ => identifier is not null && author is not null
            && (identifier == author || publicSuffixes.OrganizationalDomain(identifier) == publicSuffixes.OrganizationalDomain(author)),
    };
}
