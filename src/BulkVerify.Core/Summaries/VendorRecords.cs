using BulkVerify.Senders;

namespace BulkVerify.Summaries;

/// <summary>The records that a vendor asks its customers to publish, for one author domain. What only the vendor's settings show stands in angle brackets. Pure.</summary>
internal static class VendorRecords
{
    /// <summary>The key records: each target of the catalog with the selector that belongs to it; one of them where names do not tell of all.</summary>
    public static IReadOnlyList<AdviceRecord> Keys(Vendor vendor, string author)
    {
        string[] selectors = [.. Unfolded(vendor.Selectors), .. Unfolded(vendor.CommonSelectors)];
        string[] targets = [.. Unfolded(vendor.KeyTargets)];
        string type = KeyType(vendor);
        (string Target, string? Selector)[] pairs = Pairs([.. targets.Where(t => !t.StartsWith("{selector}", StringComparison.Ordinal))], selectors);
        if (pairs.Length > 0 && pairs.All(p => p.Selector is not null))
            return [.. pairs.Select(p => Key(p.Selector!, type, p.Target, author))];
        if (Array.Find(pairs, p => p.Selector is not null) is { Selector: { } known } pair)
            return [Key(known, type, pair.Target, author)];
        return [Key(selectors.FirstOrDefault() ?? "<selector>", type, targets.FirstOrDefault() ?? "<value>", author)];
    }

    /// <summary>Targets with their selectors, the first one of each: a vendor that changed its scheme has several. The last target and the last selector belong together.</summary>
    private static (string Target, string? Selector)[] Pairs(string[] targets, string[] selectors)
    {
        var pairs = new List<(string Target, string? Selector)>();
        foreach (string target in targets)
        {
            string? selector = SelectorOf(target, selectors);
            if (selector is null || pairs.TrueForAll(p => p.Selector != selector))
                pairs.Add((target, selector));
        }
        string[] left = [.. selectors.Where(s => pairs.TrueForAll(p => p.Selector != s))];
        if (left.Length == 1 && pairs.Count(p => p.Selector is null) == 1)
        {
            int last = pairs.FindIndex(p => p.Selector is null);
            pairs[last] = (pairs[last].Target, left[0]);
        }
        return [.. pairs];
    }

    /// <summary>The records of a bounce domain (MAIL FROM) below the author's domain: a CNAME, or an MX with the SPF record that stands beside it.</summary>
    public static IReadOnlyList<AdviceRecord> ReturnPath(Vendor vendor, string author)
    {
        if (vendor.ReturnPath is not { } path)
            return [new AdviceRecord($"<name>.{author}", "<type>", "<value>", IsExact: false)];
        (string name, string target) = (Fill(path.Name, author), Fill(path.Target, author));
        return path.Type == "MX"
            ? [Exact(name, "MX", $"10 {target}"), Exact(name, "TXT", $"v=spf1 include:{path.Include} ~all")]
            : [Exact(name, path.Type, target)];
    }

    /// <summary>CNAME or TXT, the first that the vendor knows.</summary>
    public static string KeyType(Vendor? vendor) => vendor is { KeyRecord.Length: > 0 } ? vendor.KeyRecord.Split(' ')[0] : "TXT";

    private static AdviceRecord Key(string selector, string type, string target, string author)
    {
        string name = Fill(selector, author);
        return Exact($"{name}._domainkey.{author}", type, Fill(target.Replace("{selector}", selector, StringComparison.Ordinal), author));
    }

    /// <summary>The selector that a target has as a label or as the first part of one, as in selector1-example-com; else the one that ends in the number that a label
    /// ends in: k2 and dkim2. Null where names do not tell.</summary>
    private static string? SelectorOf(string target, string[] selectors)
    {
        string[] labels = target.Split('.');
        string[] stems = [.. labels.Select(Stem)];
        return selectors.FirstOrDefault(labels.Contains) ?? selectors.FirstOrDefault(s => stems.Contains(Stem(s)))
            ?? labels.Select(TrailingDigits).Where(n => n.Length > 0).Select(n => selectors.FirstOrDefault(s => TrailingDigits(s) == n)).FirstOrDefault(s => s is not null);
    }

    private static string Stem(string label) => label.Split('-')[0];

    /// <summary>Patterns without alternatives such as {1-3}.</summary>
    private static IEnumerable<string> Unfolded(IEnumerable<string> patterns) => patterns.SelectMany(p => NamePattern.Parse(p) ?? []).Select(p => p.Source);

    private static string TrailingDigits(string text) => text[text.AsSpan().TrimEnd("0123456789").Length..];

    private static AdviceRecord Exact(string name, string type, string value) => new(name, type, value, IsExact: !(name + value).Contains('<'));

    private static string Fill(string pattern, string author) => pattern
        .Replace("{domain}", author, StringComparison.Ordinal)
        .Replace("{domain-with-dashes}", author.Replace('.', '-'), StringComparison.Ordinal)
        .Replace("{", "<", StringComparison.Ordinal).Replace("}", ">", StringComparison.Ordinal);
}
