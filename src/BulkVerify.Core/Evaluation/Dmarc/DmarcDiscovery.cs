using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>What policy discovery found for one author domain. Immutable: holds for every message of the domain as long as the DNS answers hold.</summary>
public sealed record DmarcDiscovery
{
    public required DomainName Author { get; init; }

    public required DmarcRules Rules { get; init; }

    /// <summary>The queries in their order: the label walk of <see cref="DmarcRules.Rfc9989"/>; author and organizational domain of <see cref="DmarcRules.Rfc7489"/>.</summary>
    public required IReadOnlyList<DmarcLookup> Lookups { get; init; }

    /// <summary>Why no policy applies: no record, not applicable, or a query without an answer; null when one applies.</summary>
    public DmarcReason? NoPolicy { get; init; }

    /// <summary>The query that found <see cref="Record"/>; null without a record.</summary>
    public DmarcLookup? PolicyLookup { get; init; }

    /// <summary>Whose record it is; null without a record.</summary>
    public DmarcPolicySource? Source { get; init; }

    /// <summary>The policies of the record; null when <see cref="NoPolicy"/> says why.</summary>
    public DmarcPolicies? Policies { get; init; }

    /// <summary>Null when the walk met a query without an answer.</summary>
    public DomainName? OrganizationalDomain { get; init; }

    /// <summary>The first query without an answer; null when all were answered.</summary>
    public DnsStatus? Failure { get; init; }

    /// <summary>The record, also one that does not apply; null without one.</summary>
    public DmarcRecord? Record => PolicyLookup?.Record;

    /// <summary>True when the queries prove that the author domain exists; null when they tell nothing.</summary>
    public bool? AuthorExists => Lookups[0].ProvesExistence ? true : null;

    /// <summary>True when an existing and a non-existent author domain get different policies.</summary>
    public bool DependsOnExistence =>
        Policies is { } policies && Source is { } source && policies.ForExisting(source) != policies.ForNonexistent(source);

    /// <summary>Errors of the record, and whether a name had several.</summary>
    public DmarcRecordErrors RecordErrors
    {
        get
        {
            DmarcRecordErrors errors = Record?.Errors ?? DmarcRecordErrors.None;
            foreach (DmarcLookup lookup in Lookups)
            {
                if (lookup.RecordCount > 1)
                    errors |= DmarcRecordErrors.SeveralRecords;
            }
            return errors;
        }
    }

    /// <summary>True when the organizational domain was asked and has no record of its own (RFC 9989 §5.1.4); false also when it was not asked.</summary>
    public bool LacksOrganizationalRecord
    {
        get
        {
            if (OrganizationalDomain is not { } organization)
                return false;
            foreach (DmarcLookup lookup in Lookups)
            {
                if (lookup.Domain == organization)
                    return lookup.IsAnswered && lookup.Record is null;
            }
            return false;
        }
    }
}
