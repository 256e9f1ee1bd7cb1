namespace BulkVerify.Senders;

/// <summary>Finds whose names a domain name lies under. Patterns are kept by the labels they end in, so that a look-up walks the labels of the name.</summary>
internal sealed class DomainPatterns
{
    private readonly Dictionary<string, VendorPattern[]>.AlternateLookup<ReadOnlySpan<char>> _bySuffix;

    /// <param name="owned">Patterns of names that belong to vendors.</param>
    public DomainPatterns(IEnumerable<VendorPattern> owned)
    {
        _bySuffix = owned.Where(o => o.Pattern.Suffix.Length > 0)
            .GroupBy(o => o.Pattern.Suffix, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds to <paramref name="vendors"/> those whose pattern has the longest literal end of all that match.</summary>
    /// <returns>False when there is none.</returns>
    public bool Find(ReadOnlySpan<char> name, List<int> vendors)
    {
        bool found = false;
        for (ReadOnlySpan<char> suffix = name; !found && !suffix.IsEmpty; suffix = Parent(suffix))
        {
            if (!_bySuffix.TryGetValue(suffix, out VendorPattern[]? entries))
                continue;
            foreach (VendorPattern entry in entries)
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
}
