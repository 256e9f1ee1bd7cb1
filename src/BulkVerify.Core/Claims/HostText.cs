namespace BulkVerify.Claims;

/// <summary>Compares host names as trace fields write them.</summary>
internal static class HostText
{
    /// <summary>The name without final dots and commas.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> name) => name.TrimEnd(".,"u8);

    public static bool IsSame(string one, string other) => one.Length > 0 && one.Equals(other, StringComparison.OrdinalIgnoreCase);

    public static bool IsSameOrBelow(string name, string ancestor) =>
        IsSame(name, ancestor)
        || (ancestor.Length > 0 && name.Length > ancestor.Length && name[name.Length - ancestor.Length - 1] == '.'
            && name.EndsWith(ancestor, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when both names lie in one domain: its two right-most labels, or three where the second level is as short as in co.uk.
    /// That is near enough to compare the names of one receiver, and errs on the side of telling them apart.</summary>
    public static bool IsSameOrganization(string one, string other)
    {
        if (one.Length == 0 || other.Length == 0 || !one.Contains('.') || !other.Contains('.'))
            return IsSame(one, other);
        ReadOnlySpan<char> domain = Domain(one);
        return domain.Equals(Domain(other), StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> Domain(string name)
    {
        int top = name.LastIndexOf('.');
        int second = top <= 0 ? -1 : name.LastIndexOf('.', top - 1);
        bool shortSecondLevel = name.Length - top - 1 == 2 && top - second - 1 <= 3;
        if (shortSecondLevel && second > 0)
            second = name.LastIndexOf('.', second - 1);
        return name.AsSpan(second + 1);
    }
}
