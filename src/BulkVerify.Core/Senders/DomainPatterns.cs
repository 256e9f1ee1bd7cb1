namespace BulkVerify.Senders;

/// <summary>Finds whose names a domain name lies under. Patterns are kept by the labels they end in, so that a look-up walks the labels of the name.</summary>
internal sealed class DomainPatterns
{
    private readonly Dictionary<string, Entry[]> _bySuffix;
    private readonly Dictionary<string, Entry[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="owned">Patterns with the index of the vendor they belong to.</param>
    public DomainPatterns(IEnumerable<(int Vendor, string Pattern)> owned)
    {
        _bySuffix = owned
            .SelectMany(o => (NamePattern.Parse(o.Pattern) ?? []).Select(p => new Entry(o.Vendor, p)))
            .Where(e => e.Pattern.Suffix.Length > 0)
            .Distinct()
            .GroupBy(e => e.Pattern.Suffix, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _lookup = _bySuffix.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds to <paramref name="vendors"/> those whose pattern has the longest literal end of all that match.</summary>
    /// <returns>False when there is none.</returns>
    public bool Find(ReadOnlySpan<char> name, List<int> vendors)
    {
        bool found = false;
        for (ReadOnlySpan<char> suffix = name; !found && !suffix.IsEmpty; suffix = Parent(suffix))
        {
            if (!_lookup.TryGetValue(suffix, out Entry[]? entries))
                continue;
            foreach (Entry entry in entries)
            {
                if (!entry.Pattern.IsMatchAtEnd(name))
                    continue;
                found = true;
                if (!vendors.Contains(entry.Vendor))
                    vendors.Add(entry.Vendor);
            }
        }
        return found;
    }

    private static ReadOnlySpan<char> Parent(ReadOnlySpan<char> name)
    {
        int dot = name.IndexOf('.');
        return dot < 0 ? [] : name[(dot + 1)..];
    }

    private readonly record struct Entry(int Vendor, NamePattern Pattern);
}
