using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>A DNS tree walk (RFC 9989 §4.10) and the organizational domain that it finds (§4.10.2). Immutable.</summary>
public sealed class DnsTreeWalk
{
    /// <summary>Most queries of one walk (RFC 9989 §4.10).</summary>
    public const int MaxQueries = 8;

    private DnsTreeWalk(DomainName start, DmarcLookup[] lookups, DnsStatus? failure)
    {
        Start = start;
        Lookups = lookups;
        Failure = failure;
        OrganizationalLookup = failure is null ? Select(lookups) : null;
        OrganizationalDomain = failure is null ? OrganizationalOf(start, OrganizationalLookup) : null;
    }

    public DomainName Start { get; }

    /// <summary>The queries in their order, longest name first; the last one has psd=y or psd=n, or is that of the top label.</summary>
    public IReadOnlyList<DmarcLookup> Lookups { get; }

    /// <summary>The first query without an answer; null when the walk is complete.</summary>
    public DnsStatus? Failure { get; }

    /// <summary>The organizational domain of <see cref="Start"/>; null when the walk is not complete.</summary>
    public DomainName? OrganizationalDomain { get; }

    /// <summary>The record that decided on <see cref="OrganizationalDomain"/>; null when there is none.</summary>
    public DmarcLookup? OrganizationalLookup { get; }

    /// <summary>The query for the starting name.</summary>
    public DmarcLookup First => Lookups[0];

    /// <summary>Walks from <paramref name="start"/> to the top; null after noting the walk's open questions, all of them, in <paramref name="missing"/>.</summary>
    public static DnsTreeWalk? From(DomainName start, IDnsView dns, DnsQuestionSet missing)
    {
        var lookups = new List<DmarcLookup>(Math.Min(start.LabelCount, MaxQueries));
        DnsStatus? failure = null;
        bool complete = true;
        for (DomainName? name = start; name is not null; name = Next(name))
        {
            DmarcLookup? lookup = DmarcLookup.Find(name, dns, missing);
            if (lookup is null)
            {
                complete = false;
                continue;
            }
            lookups.Add(lookup);
            if (!lookup.IsAnswered)
                failure = Worse(failure, lookup.Status);
            // RFC 9989 §4.10 steps 2 and 6: psd=y and psd=n end the walk.
            if (lookup.Record is { PublicSuffix: not PublicSuffixFlag.Unknown })
                break;
        }
        return complete ? new DnsTreeWalk(start, [.. lookups], failure) : null;
    }

    /// <summary>The lookup of this name; null when the walk did not ask it.</summary>
    public DmarcLookup? At(DomainName name)
    {
        foreach (DmarcLookup lookup in Lookups)
        {
            if (lookup.Domain == name)
                return lookup;
        }
        return null;
    }

    // RFC 9989 §4.10 steps 4 and 7: one label less, and at most 7 labels after the first query.
    private static DomainName? Next(DomainName name) => name.LabelCount >= MaxQueries ? name.Rightmost(MaxQueries - 1) : name.Parent;

    // A temporary error may heal, so it is named before ignorance.
    private static DnsStatus Worse(DnsStatus? known, DnsStatus status) => known is null || (known > DnsStatus.Timeout && status <= DnsStatus.Timeout) ? status : known.Value;

    // RFC 9989 §4.10.2, from the longest name to the shortest. Only the last lookup can have psd=y or psd=n.
    private static DmarcLookup? Select(DmarcLookup[] lookups)
    {
        for (int i = lookups.Length - 1; i >= 0; i--)
        {
            if (lookups[i].Record is not null)
                return lookups[i];
        }
        return null;
    }

    private static DomainName OrganizationalOf(DomainName start, DmarcLookup? decisive)
    {
        // No record: the starting name.
        if (decisive is null)
            return start;
        // Rule 2: psd=y, but not at the starting name: one label below. Rules 1 and 3: the name of the record.
        return decisive.Record!.PublicSuffix == PublicSuffixFlag.PublicSuffix && decisive.Domain != start
            ? start.Rightmost(decisive.Domain.LabelCount + 1)
            : decisive.Domain;
    }
}
