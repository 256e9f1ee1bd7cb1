using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Senders;

namespace BulkVerify.Summaries;

/// <summary>What a summary needs beside the rows: other choices need no new run. Immutable; safe for all threads.</summary>
/// <param name="Catalog">What vendors can do.</param>
/// <param name="PublicSuffixes">For organizational domains, where no row names one.</param>
/// <param name="Organizations">Organizational domains that are ours; empty to take every From domain that is no vendor's own.</param>
public sealed record SummaryContext(VendorCatalog Catalog, PublicSuffixRules PublicSuffixes, IReadOnlyList<DomainName> Organizations)
{
    /// <summary>Built-in catalog and rules, organizations inferred.</summary>
    public static SummaryContext Default { get; } = new(VendorCatalog.Embedded, PublicSuffixRules.BuiltIn, []);

    /// <summary>True when nobody said which domains are ours.</summary>
    public bool InfersOrganizations => Organizations.Count == 0;

    /// <summary>True for a domain at or below one of ours; when that is inferred, for every domain that no vendor of the catalog owns.</summary>
    public bool IsOurs(DomainName domain)
    {
        if (InfersOrganizations)
            return OwnerOf(domain) is null;
        foreach (DomainName organization in Organizations)
        {
            if (domain.IsSameOrBelow(organization))
                return true;
        }
        return false;
    }

    /// <summary>The vendor that owns the name; null when none does. Of several the first by id.</summary>
    public Vendor? OwnerOf(DomainName domain)
    {
        var owners = new List<int>();
        return Catalog.FindOwners(domain.Value, owners) ? Catalog.Vendors[owners.Min()] : null;
    }
}
