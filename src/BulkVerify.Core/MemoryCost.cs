namespace BulkVerify;

/// <summary>Octets that values take in memory, about, as 64-bit objects: for bounds, not for accounts.</summary>
internal static class MemoryCost
{
    /// <summary>Of an object's header and of the reference to it.</summary>
    public const int Object = 24;

    public static int Of(string? text) => text is null ? 0 : Object + (sizeof(char) * text.Length);

    public static int Of(DomainName? name) => name is null ? 0 : Object + 16 + Of(name.Value);

    public static int Of(IReadOnlyList<string> texts)
    {
        int cost = Object;
        foreach (string text in texts)
            cost += Of(text);
        return cost;
    }

    public static int Of(IReadOnlyList<DomainName> names)
    {
        int cost = Object;
        foreach (DomainName name in names)
            cost += Of(name);
        return cost;
    }
}
