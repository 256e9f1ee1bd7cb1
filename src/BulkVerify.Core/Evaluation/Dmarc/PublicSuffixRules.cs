using System.Globalization;
using System.Reflection;
using System.Text;

namespace BulkVerify.Evaluation.Dmarc;

/// <summary>The rules of a public suffix list, ICANN and private section, for the organizational domain of RFC 7489 §3.2. Immutable, safe for all threads.
/// A look-up takes one dictionary access per label and allocates only its result.</summary>
public sealed class PublicSuffixRules
{
    /// <summary>Most rules that are read of one list; further ones are ignored.</summary>
    public const int MaxRules = 1_000_000;

    private const string ResourceName = "public-suffix-rules.txt";

    private static readonly Lazy<PublicSuffixRules> Shipped = new(LoadShipped);

    /// <summary>Half of what is kept of names and their organizational domains: some 10,000 of ordinary length.</summary>
    private const long GenerationBytes = 3 << 20;

    private readonly BoundedCache<DomainName, DomainName> _organizational = new(GenerationBytes, static (name, organization) => MemoryCost.Of(name) + MemoryCost.Of(organization));
    private readonly Dictionary<string, Rule> _rules;
    private readonly Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private PublicSuffixRules(Dictionary<string, Rule> rules, int count, DateOnly? date, string source)
    {
        _rules = rules;
        _lookup = _rules.GetAlternateLookup<ReadOnlySpan<char>>();
        Count = count;
        Date = date;
        Source = source;
    }

    [Flags]
    private enum Rule : byte
    {
        /// <summary>The name is a public suffix.</summary>
        Suffix = 1,
        /// <summary>Every name one label below is a public suffix.</summary>
        Wildcard = 2,
        /// <summary>The name is none, although a wildcard says so.</summary>
        Exception = 4,
    }

    /// <summary>The rules that come with the product.</summary>
    public static PublicSuffixRules BuiltIn => Shipped.Value;

    /// <summary>Number of rules, at least 0.</summary>
    public int Count { get; }

    /// <summary>Date of the list: what its head says, else what the loader was told; null when neither is known.</summary>
    public DateOnly? Date { get; }

    /// <summary>Where the rules came from, for people.</summary>
    public string Source { get; }

    /// <summary>Reads a list in the format of publicsuffix.org ("//" comments) or of the shipped file ("#" comments); lines that are no rule are ignored.</summary>
    /// <param name="date">Date to state when the head of the list has none.</param>
    public static PublicSuffixRules Load(TextReader list, string source, DateOnly? date = null)
    {
        var rules = new Dictionary<string, Rule>(12_000, StringComparer.Ordinal);
        DateOnly? stated = null;
        int count = 0;
        while (list.ReadLine() is { } line && count < MaxRules)
        {
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            if (text.StartsWith("//", StringComparison.Ordinal) || text.StartsWith("#", StringComparison.Ordinal))
                stated ??= StatedDate(text);
            else if (Add(rules, text))
                count++;
        }
        return new PublicSuffixRules(rules, count, stated ?? date, source);
    }

    /// <summary>Reads a list from a file; its date is that of its head, else the day of its last change (UTC).</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static PublicSuffixRules LoadFile(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Load(reader, path, DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path)));
    }

    /// <summary>The public suffix of the name; the right-most label when no rule matches.</summary>
    public DomainName PublicSuffix(DomainName name) => name.Rightmost(SuffixLabels(name));

    /// <summary>The public suffix with one more label; null when the name is itself a public suffix.</summary>
    public DomainName? RegistrableDomain(DomainName name)
    {
        int labels = SuffixLabels(name);
        return labels == name.LabelCount ? null : name.Rightmost(labels + 1);
    }

    /// <summary>The organizational domain of RFC 7489 §3.2; a public suffix is its own.</summary>
    public DomainName OrganizationalDomain(DomainName name) =>
        _organizational.TryGet(name, out DomainName? known) ? known : _organizational.Add(name, RegistrableDomain(name) ?? name);

    // The algorithm of publicsuffix.org: an exception prevails, else the rule with the most labels, else "*".
    private int SuffixLabels(DomainName name)
    {
        ReadOnlySpan<char> rest = name.Value;
        int longest = 1;
        for (int labels = name.LabelCount; ; labels--)
        {
            _lookup.TryGetValue(rest, out Rule rule);
            if ((rule & Rule.Exception) != 0)
                return labels - 1;
            if ((rule & Rule.Suffix) != 0)
                longest = Math.Max(longest, labels);
            if ((rule & Rule.Wildcard) != 0 && labels < name.LabelCount)
                longest = Math.Max(longest, labels + 1);
            if (labels == 1)
                return longest;
            rest = rest[(rest.IndexOf('.') + 1)..];
        }
    }

    private static bool Add(Dictionary<string, Rule> rules, ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(' ', '\t');
        if (end >= 0)
            text = text[..end];
        Rule kind = text.StartsWith("!") ? Rule.Exception : text.StartsWith("*.") ? Rule.Wildcard : Rule.Suffix;
        text = text[(kind == Rule.Exception ? 1 : kind == Rule.Wildcard ? 2 : 0)..];
        if (text.Contains('*') || DomainName.TryParse(text) is not { } name || (kind == Rule.Exception && name.LabelCount == 1))
            return false;
        rules[name.Value] = rules.GetValueOrDefault(name.Value) | kind;
        return true;
    }

    // "// VERSION: 2026-08-19_10-11-12_UTC" in published lists, "# Date: 2026-08-19" in the shipped file.
    private static DateOnly? StatedDate(ReadOnlySpan<char> comment)
    {
        const int DateLength = 10;
        ReadOnlySpan<char> text = comment.TrimStart("/#").TrimStart();
        foreach (string key in (ReadOnlySpan<string>)["VERSION:", "Date:"])
        {
            if (!text.StartsWith(key, StringComparison.OrdinalIgnoreCase))
                continue;
            ReadOnlySpan<char> value = text[key.Length..].TrimStart();
            if (value.Length >= DateLength
                && DateOnly.TryParseExact(value[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                return date;
        }
        return null;
    }

    private static PublicSuffixRules LoadShipped()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Load(reader, "built in, from publicsuffix.org (MPL-2.0)");
    }
}
