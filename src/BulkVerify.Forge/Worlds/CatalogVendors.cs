using System.Globalization;
using System.Text.RegularExpressions;
using BulkVerify.Forge.Output;
using BulkVerify.Senders;

namespace BulkVerify.Forge.Worlds;

/// <summary>Turns the entries of the vendor catalog into vendors that can be forged. Only facts that the catalog gives to one vendor are used: mail that shows nothing else
/// has one right answer.</summary>
internal sealed partial class CatalogVendors
{
    private readonly Dictionary<string, HashSet<string>> _owners = new(StringComparer.Ordinal);

    private CatalogVendors(VendorCatalog catalog)
    {
        foreach (Senders.Vendor vendor in catalog.Vendors)
        {
            foreach (string pattern in vendor.SpfIncludes.Concat(vendor.MailFromDomains).Concat(vendor.DkimDomains).Concat(vendor.KeyTargets).Concat(vendor.HostNames).Concat(vendor.Selectors.Select(s => s + "._domainkey")))
            {
                if (!_owners.TryGetValue(TailOf(pattern), out HashSet<string>? owners))
                    _owners.Add(TailOf(pattern), owners = new(StringComparer.Ordinal));
                owners.Add(vendor.Id);
            }
        }
    }

    /// <summary>Each vendor of the catalog with the ways of sending that its facts allow; vendors that none is known for are left out.</summary>
    public static List<(Vendor Vendor, List<Setup> Setups)> Of(VendorCatalog catalog)
    {
        var facts = new CatalogVendors(catalog);
        var found = new List<(Vendor, List<Setup>)>();
        foreach (Senders.Vendor entry in catalog.Vendors)
        {
            if (facts.SetupsOf(entry) is { Count: > 0 } setups)
                found.Add((facts.Forgeable(entry) with { Index = found.Count }, setups));
        }
        return found;
    }

    private List<Setup> SetupsOf(Senders.Vendor entry)
    {
        bool key = entry.SupportsCustomDkim != false && (Own(entry, entry.KeyTargets) is not null || Own(entry, entry.Selectors.Select(s => s + "._domainkey")) is not null);
        bool include = Own(entry, entry.SpfIncludes) is not null, signs = Own(entry, entry.DkimDomains) is not null;
        bool host = Own(entry, entry.HostNames) is not null, bounce = Own(entry, entry.MailFromDomains) is not null;
        if (entry.Category == "hosted-auth")
            return [];
        var setups = new List<Setup>();
        void AddIf(bool possible, Setup setup)
        {
            if (possible)
                setups.Add(setup);
        }
        AddIf(key || (include && entry.SupportsCustomDkim != false), Setup.Delegated);
        AddIf(key, Setup.OwnKey);
        AddIf(include, Setup.SpfOnly);
        AddIf(key && include, Setup.Full);
        AddIf(host && entry.Modes.Contains("internal"), Setup.Relay);
        AddIf(signs, Setup.NotIntegrated);
        AddIf(signs, Setup.NamedOnly);
        AddIf(signs || bounce, Setup.Broken);
        return setups;
    }

    private Vendor Forgeable(Senders.Vendor entry)
    {
        string neutral = $"outbound-{entry.Id}.test";
        string signer = Own(entry, entry.DkimDomains) ?? neutral;
        string selector = (Own(entry, entry.Selectors.Select(s => s + "._domainkey")) ?? "s1").Replace("._domainkey", "", StringComparison.Ordinal);
        return new Vendor(entry.Id, entry.Name, MailTopic.Marketing)
        {
            Include = Template(Own(entry, entry.SpfIncludes) ?? "spf." + neutral),
            BounceDomain = Template(Own(entry, entry.MailFromDomains) ?? "bounce." + neutral),
            DefaultDomain = Template(signer),
            DefaultSelector = "key1",
            Selector = Template(selector),
            AliasTarget = Own(entry, entry.KeyTargets) is { } target ? Template(target) : null,
            Host = "o{d4}." + Template(Own(entry, entry.HostNames) ?? neutral),
            OwnFrom = Template(signer),
            Relays = entry.Modes.Contains("internal"),
            UnsubscribeHost = entry.UnsubscribeHosts.Count > 0 ? Template(entry.UnsubscribeHosts[0]) : null,
            Fields = [.. entry.Headers.Where(h => h.Value is null && !h.ReceiversWriteIt).Select(h => (h.Name, "{a12}"))],
        };
    }

    /// <summary>The first pattern that no other vendor has, nor one above or below it; null without one.</summary>
    private string? Own(Senders.Vendor entry, IEnumerable<string> patterns) =>
        patterns.FirstOrDefault(p => !p.EndsWith('}') && _owners.All(o => !IsRelated(o.Key, TailOf(p)) || o.Value is { Count: 1 } owners && owners.Contains(entry.Id)));

    private static bool IsRelated(string one, string other) => one == other || one.EndsWith("." + other, StringComparison.Ordinal) || other.EndsWith("." + one, StringComparison.Ordinal);

    /// <summary>The labels after the last one that holds a placeholder, where there are two or more of them; else the pattern.</summary>
    private static string TailOf(string pattern)
    {
        int dot = pattern.IndexOf('.', Math.Max(0, pattern.LastIndexOf('}')));
        return pattern.Contains('{', StringComparison.Ordinal) && dot >= 0 && pattern.IndexOf('.', dot + 1) >= 0 ? pattern[(dot + 1)..] : pattern;
    }

    /// <summary>The pattern with the placeholders of <see cref="Worlds.Template"/> in place of the catalog's.</summary>
    private static string Template(string pattern) => Placeholder().Replace(pattern, static match => match.Groups[1].Value switch
    {
        "n" => "{d2}",
        "domain" => "{company}",
        "sel" or "selector" => "{selector}",
        var list when list.Contains(',', StringComparison.Ordinal) => list[..list.IndexOf(',', StringComparison.Ordinal)],
        var range when char.IsAsciiDigit(range[0]) => string.Create(CultureInfo.InvariantCulture, $"{range[0]}"),
        _ => "{a6}",
    });

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
