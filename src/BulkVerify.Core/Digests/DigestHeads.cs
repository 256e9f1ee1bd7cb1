namespace BulkVerify.Digests;

/// <summary>Reads what stands before the digests of a block: the names that they depend on, which tell the digests that are looked for, and their archives. Not thread-safe.</summary>
/// <param name="concerns">See <see cref="DigestFileReader.Read"/>.</param>
/// <param name="table">Names that were met lately.</param>
internal sealed class DigestHeads(Func<DomainName, NameUses, bool>? concerns, NameTable table)
{
    private const int Uses = 1 << DigestFile.UsesBits;

    private readonly List<DomainName> _names = [];
    private readonly List<string> _archives = [];

    /// <summary>By number and uses; null where it was not asked yet.</summary>
    private readonly List<bool?> _concerned = [];
    private int _nameCount;

    /// <summary>Begins a block.</summary>
    public void Clear()
    {
        _names.Clear();
        _archives.Clear();
        _concerned.Clear();
        _nameCount = 0;
    }

    /// <summary>Reads the names of a digest: true when it is looked for.</summary>
    public bool ReadNames(ref PackedReader from)
    {
        bool isConcerned = concerns is null;
        for (int left = from.Items(); left > 0 && !from.Failed; left--)
        {
            int key = from.Count(int.MaxValue), number = key / Uses;
            if (number == _nameCount)
                AddName(ref from);
            if (number >= _nameCount)
                from.Fail();
            else if (!isConcerned && !from.Failed)
                isConcerned = _concerned[key] ??= concerns!(_names[number], (NameUses)(key % Uses));
        }
        return isConcerned;
    }

    /// <summary>Reads the archive of a digest.</summary>
    public string ReadArchive(ref PackedReader from)
    {
        int number = from.Count(int.MaxValue);
        if (number == _archives.Count)
            _archives.Add(from.Text(table));
        if (number < _archives.Count)
            return _archives[number];
        from.Fail();
        return "";
    }

    private void AddName(ref PackedReader from)
    {
        _nameCount++;
        if (concerns is null)
        {
            from.Octets();
            return;
        }
        if (from.Name(table) is not { } name)
        {
            from.Fail();
            return;
        }
        _names.Add(name);
        for (int i = 0; i < Uses; i++)
            _concerned.Add(null);
    }
}
