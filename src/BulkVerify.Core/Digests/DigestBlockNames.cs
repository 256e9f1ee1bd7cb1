namespace BulkVerify.Digests;

/// <summary>Reads the names that the digests of a block depend on, and tells which digests are looked for. Not thread-safe.</summary>
/// <param name="concerns">See <see cref="DigestFileReader.Read"/>.</param>
internal sealed class DigestBlockNames(Func<DomainName, NameUses, bool>? concerns)
{
    private const int Uses = 1 << DigestFile.UsesBits;

    private readonly NameTable _table = new();
    private readonly List<DomainName> _names = [];

    /// <summary>By number and uses; null where it was not asked yet.</summary>
    private readonly List<bool?> _concerned = [];

    /// <summary>Begins a block.</summary>
    public void Clear()
    {
        _names.Clear();
        _concerned.Clear();
    }

    /// <summary>Reads the names of a digest: true when it is looked for.</summary>
    public bool Read(ref PackedReader from)
    {
        bool isConcerned = concerns is null;
        for (int left = from.Items(); left > 0 && !from.Failed; left--)
        {
            int key = from.Count(int.MaxValue), number = key / Uses;
            if (number == _names.Count && from.Name(_table) is { } name)
            {
                _names.Add(name);
                for (int i = 0; i < Uses; i++)
                    _concerned.Add(null);
            }
            if (number >= _names.Count)
                from.Fail();
            else
                isConcerned = isConcerned || (_concerned[key] ??= concerns!(_names[number], (NameUses)(key % Uses)));
        }
        return isConcerned;
    }
}
