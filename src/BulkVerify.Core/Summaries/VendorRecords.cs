using BulkVerify.Senders;

namespace BulkVerify.Summaries;

/// <summary>The records that a vendor asks its customers to publish, for one author domain. What only the vendor's settings show stands in angle brackets. Pure.</summary>
internal static class VendorRecords
{
    /// <summary>The key records: each target of the catalog with the selector that belongs to it, as far as names tell.</summary>
    public static IReadOnlyList<AdviceRecord> Keys(Vendor vendor, string author)
    {
        string[] selectors = [.. vendor.Selectors, .. vendor.CommonSelectors];
        string type = KeyType(vendor);
        List<AdviceRecord> pairs = [.. vendor.KeyTargets.SelectMany(target => Matching(target, selectors).Take(1), (target, selector) => Key(selector, type, target, author))];
        if (pairs.Count > 0 && pairs.Count == vendor.KeyTargets.Count)
            return pairs;
        return [Key(selectors.FirstOrDefault() ?? "<selector>", type, vendor.KeyTargets.FirstOrDefault() ?? "<value>", author)];
    }

    /// <summary>The record of a bounce domain (MAIL FROM) below the author's domain.</summary>
    public static AdviceRecord ReturnPath(Vendor vendor, string author) => vendor.ReturnPath is { } path
        ? Exact(Fill(path.Name, author), path.Type, Fill(path.Target, author))
        : new AdviceRecord($"<name>.{author}", "<type>", "<value>", IsExact: false);

    /// <summary>CNAME or TXT, the first that the vendor knows.</summary>
    public static string KeyType(Vendor? vendor) => vendor is { KeyRecord.Length: > 0 } ? vendor.KeyRecord.Split(' ')[0] : "TXT";

    private static AdviceRecord Key(string selector, string type, string target, string author)
    {
        string name = Fill(selector, author);
        return Exact($"{name}._domainkey.{author}", type, Fill(target.Replace("{selector}", selector, StringComparison.Ordinal), author));
    }

    /// <summary>Selectors that end in the number that the target's first label ends in: k2 and dkim2.</summary>
    private static IEnumerable<string> Matching(string target, string[] selectors)
    {
        string number = TrailingDigits(target.Split('.')[0]);
        return number.Length == 0 ? [] : selectors.Where(s => TrailingDigits(s) == number);
    }

    private static string TrailingDigits(string text) => text[text.AsSpan().TrimEnd("0123456789").Length..];

    private static AdviceRecord Exact(string name, string type, string value) => new(name, type, value, IsExact: !(name + value).Contains('<'));

    private static string Fill(string pattern, string author) => pattern
        .Replace("{domain}", author, StringComparison.Ordinal)
        .Replace("{domain-with-dashes}", author.Replace('.', '-'), StringComparison.Ordinal)
        .Replace("{", "<", StringComparison.Ordinal).Replace("}", ">", StringComparison.Ordinal);
}
