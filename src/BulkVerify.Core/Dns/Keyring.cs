namespace BulkVerify.Dns;

/// <summary>
/// Keys that the DNS had once, several for a selector, each with the interval in which it was seen. Immutable, safe for all threads. Entries are in order of
/// domain, selector, origin (published before recovered) and record, so that equal keys in any order make equal keyrings.
/// </summary>
public sealed class Keyring
{
    public static readonly Keyring Empty = new([]);

    private readonly Dictionary<DomainName, KeyringEntry[]> _byName;

    /// <summary>Entries of the same key are united, see <see cref="Unite"/>.</summary>
    public Keyring(IEnumerable<KeyringEntry> entries)
    {
        Entries = Unite(entries);
        _byName = Entries.Where(e => e.KeyName is not null).GroupBy(e => e.KeyName!).ToDictionary(g => g.Key, g => g.ToArray());
    }

    public IReadOnlyList<KeyringEntry> Entries { get; }

    /// <summary>All keys of a name, whatever their intervals.</summary>
    public ReadOnlySpan<KeyringEntry> Find(DomainName keyName) => _byName.GetValueOrDefault(keyName);

    /// <summary>One entry for each key: the interval spans those of all its entries (open where one is open), sources are joined, the largest count of messages holds.
    /// Uniting commutes, and uniting twice changes nothing. What was seen and what was recovered stay apart.</summary>
    public static IReadOnlyList<KeyringEntry> Unite(IEnumerable<KeyringEntry> entries) =>
    [
        .. entries.GroupBy(e => (e.Domain, e.Selector, e.IsRecovered, e.Record)).Select(Span)
            .OrderBy(e => e.Domain).ThenBy(e => e.Selector).ThenBy(e => e.IsRecovered).ThenBy(e => e.Record, StringComparer.Ordinal),
    ];

    private static KeyringEntry Span(IEnumerable<KeyringEntry> same)
    {
        KeyringEntry[] all = [.. same];
        string[] sources = [.. all.SelectMany(e => e.Source.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct().Order(StringComparer.Ordinal)];
        return all[0] with
        {
            FirstSeen = Array.Exists(all, e => e.FirstSeen is null) ? null : all.Min(e => e.FirstSeen),
            LastSeen = Array.Exists(all, e => e.LastSeen is null) ? null : all.Max(e => e.LastSeen),
            Source = string.Join(',', sources),
            Messages = all.Max(e => e.Messages),
        };
    }
}
