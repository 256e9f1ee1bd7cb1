using System.Buffers;
using System.Collections.Frozen;
using BulkVerify.Statistics;

namespace BulkVerify.Summaries;

/// <summary>What a display name may call one of our organizations: a domain or address of it, or the first label of its domain as one or several words ("Acme Billing" for
/// acmebilling.com or acme-billing.com). Immutable; safe for all threads.</summary>
internal sealed class OrganizationNames
{
    /// <summary>Words of a display name that may make up one label.</summary>
    private const int MaxWords = 4;

    private const int MinLabel = 3;

    /// <summary>Shorter labels are common words, which say nothing unless somebody named the organization.</summary>
    private const int MinInferredLabel = 5;

    private static readonly SearchValues<char> DomainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    private readonly FrozenSet<DomainName> _domains;
    private readonly FrozenDictionary<string, DomainName> _labels;

    private OrganizationNames(IEnumerable<DomainName> organizations, int minLabel)
    {
        _domains = organizations.ToFrozenSet();
        _labels = _domains.Select(d => (Label: LettersOf(d.Value[..IndexOfDot(d.Value)]), Domain: d)).Where(l => l.Label.Length >= minLabel)
            .GroupBy(l => l.Label, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Min(l => l.Domain)!, StringComparer.Ordinal);
    }

    /// <summary>The organizations that are named, else those whose own mail the run has: neither a vendor's nor a mailbox provider's.</summary>
    public static OrganizationNames Of(IEnumerable<StreamKey> streams, SummaryContext context)
    {
        if (!context.InfersOrganizations)
            return new OrganizationNames(context.Organizations, MinLabel);
        var inferred = new HashSet<DomainName>();
        foreach (StreamKey stream in streams)
        {
            if (DomainName.TryParse(stream.AuthorDomain.AsSpan()) is { LabelCount: > 1 } author && context.IsOurs(author) && context.MayAdvise(author))
                inferred.Add(context.PublicSuffixes.OrganizationalDomain(author));
        }
        return new OrganizationNames(inferred, MinInferredLabel);
    }

    /// <summary>The organization that the name holds, a domain or address before words; null when it holds none.</summary>
    public DomainName? FindIn(string displayName) => FindDomain(displayName) ?? FindWords(displayName);

    private DomainName? FindDomain(ReadOnlySpan<char> name)
    {
        while (!name.IsEmpty)
        {
            int length = name.IndexOfAnyExcept(DomainCharacters);
            ReadOnlySpan<char> word = (length < 0 ? name : name[..length]).Trim('.');
            if (word.Contains('.') && DomainName.TryParse(word) is { } domain && AtOrAbove(domain) is { } organization)
                return organization;
            name = length < 0 ? [] : name[(length + 1)..];
        }
        return null;
    }

    private DomainName? AtOrAbove(DomainName domain)
    {
        for (DomainName? name = domain; name is { LabelCount: > 1 }; name = name.Parent)
        {
            if (_domains.TryGetValue(name, out DomainName? organization))
                return organization;
        }
        return null;
    }

    private DomainName? FindWords(string name)
    {
        string[] words = [.. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(LettersOf).Where(w => w.Length > 0)];
        for (int start = 0; start < words.Length; start++)
        {
            string label = "";
            for (int i = start; i < words.Length && i < start + MaxWords; i++)
            {
                label += words[i];
                if (_labels.TryGetValue(label, out DomainName? organization))
                    return organization;
            }
        }
        return null;
    }

    private static int IndexOfDot(string domain) => domain.IndexOf('.') is var dot and >= 0 ? dot : domain.Length;

    private static string LettersOf(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
