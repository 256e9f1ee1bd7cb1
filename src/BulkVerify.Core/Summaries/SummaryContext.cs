using BulkVerify.Dns;
using BulkVerify.Evaluation.Dmarc;
using BulkVerify.Senders;

namespace BulkVerify.Summaries;

/// <summary>What a summary needs beside the rows: other choices need no new run. Immutable; safe for all threads.</summary>
/// <param name="Catalog">What vendors can do.</param>
/// <param name="PublicSuffixes">For organizational domains, where no row names one.</param>
/// <param name="Organizations">Organizational domains that are ours; empty to take every From domain that is no vendor's own.</param>
public sealed record SummaryContext(VendorCatalog Catalog, PublicSuffixRules PublicSuffixes, IReadOnlyList<DomainName> Organizations)
{
    /// <summary>Keys of mail that was so old when the DNS was asked are expected to be gone.</summary>
    internal const long OldMailSeconds = 365 * 86_400;

    /// <summary>Built-in catalog and rules, organizations inferred.</summary>
    public static SummaryContext Default { get; } = new(VendorCatalog.Embedded, PublicSuffixRules.BuiltIn, []);

    /// <summary>Streams that a summary tells apart unless it is told another number: some ten kB of memory each.</summary>
    public const int DefaultMaxStreams = 5000;

    /// <summary>Streams that are told apart, those with the most messages; our own come first. All others are counted together, the customers of each vendor by themselves.</summary>
    public int MaxStreams { get; init; } = DefaultMaxStreams;

    /// <summary>How senders are meant to work.</summary>
    public IntegrationIntents Intents { get; init; } = IntegrationIntents.None;

    /// <summary>The answers of the run: they make records of advice exact. Null when they are not at hand.</summary>
    public IDnsView? Dns { get; init; }

    /// <summary>When the DNS was asked, seconds of the Unix epoch; null when that is not known.</summary>
    public long? AskedAt { get; init; }

    /// <summary>What changes of records come to, by <see cref="Advice.Zone"/>: mail was judged again under each. Empty when none was.</summary>
    public IReadOnlyDictionary<string, ChangeProof> Proofs { get; init; } = new Dictionary<string, ChangeProof>();

    /// <summary>True when the run kept what changes of records are proven with: what is not proven then is so for their number only.</summary>
    public bool IsProvable { get; init; }

    /// <summary>What display names may call our organizations; null to look at none.</summary>
    internal OrganizationNames? Names { get; init; }

    /// <summary>True when nobody said which domains are ours.</summary>
    public bool InfersOrganizations => Organizations.Count == 0;

    /// <summary>True when a summary in the other context tells the same streams apart.</summary>
    public bool TellsApartAs(SummaryContext other) => MaxStreams == other.MaxStreams && Catalog == other.Catalog && Organizations.SequenceEqual(other.Organizations);

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

    /// <summary>True for a domain whose owner may want to know what to change: one of ours; when that is inferred, none where everybody has a mailbox.</summary>
    internal bool MayAdvise(DomainName author) =>
        !InfersOrganizations || !(MailboxProviders.Contains(author) || MailboxProviders.Contains(PublicSuffixes.OrganizationalDomain(author)));

    /// <summary>The advice with what it was proven to gain, where it was; null when it was proven to lose messages, or to change nothing.</summary>
    internal Advice? WithProof(Advice advice)
    {
        if (advice is not { IsDnsChange: true, Zone.Length: > 0 })
            return advice;
        if (!Proofs.TryGetValue(advice.Zone, out ChangeProof? proof))
            return advice with { ProvenBy = IsProvable ? Advice.ByProving : "verify --keep-digests" };
        return proof is { Gain: < 0 } or { Gain: 0, Improved: 0 } ? null : advice with { Gain = proof.Gain, Undecided = proof.Undecided, IsProven = true };
    }

    /// <summary>The vendor that owns the name; null when none does. Of several the first by id.</summary>
    public Vendor? OwnerOf(DomainName domain)
    {
        var owners = new List<int>();
        return Catalog.FindOwners(domain.Value, owners) ? Catalog.Vendors[owners.Min()] : null;
    }
}
