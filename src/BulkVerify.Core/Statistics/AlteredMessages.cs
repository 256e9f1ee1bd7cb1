namespace BulkVerify.Statistics;

/// <summary>The messages that repairs are tried on: of each archive the first ones of each stream, by archive and offset. What is left out had as many before it, in its stream, its
/// archive or the run, as are kept, and more only ever come: adding and merging commute. Not thread-safe.</summary>
public sealed class AlteredMessages
{
    /// <summary>Messages kept of one stream in one archive.</summary>
    public const int MaxPerStream = 12;

    /// <summary>Messages kept of one archive: enough to tell what was done to it.</summary>
    public const int MaxPerArchive = 96;

    /// <summary>Messages kept in all.</summary>
    public const int MaxPerRun = 4096;

    private readonly SortedList<string, List<AlteredMessage>> _archives = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>All that are kept: by archive, see <see cref="ArchiveGroups"/>, and in order within.</summary>
    public IEnumerable<AlteredMessage> All => _archives.Values.SelectMany(static a => a);

    public void Add(MessageRow row)
    {
        if (!AlteredMessage.Suits(row))
            return;
        string group = ArchiveGroups.Of(row.Archive);
        // Far into an archive nearly all end here.
        if (_archives.TryGetValue(group, out List<AlteredMessage>? archive) && archive.Count == MaxPerArchive && AlteredMessage.Compare(row.Archive, row.Offset, archive[^1]) > 0)
            return;
        Add(group, AlteredMessage.Of(row));
    }

    /// <summary>Adds a message; one of the same place gives way to it.</summary>
    public void Add(AlteredMessage message) => Add(ArchiveGroups.Of(message.Archive), message);

    public void Merge(AlteredMessages other)
    {
        foreach (AlteredMessage message in other.All)
            Add(message);
    }

    private void Add(string group, AlteredMessage message)
    {
        if (!_archives.TryGetValue(group, out List<AlteredMessage>? archive))
        {
            if (Count == MaxPerRun && string.CompareOrdinal(group, _archives.GetKeyAtIndex(_archives.Count - 1)) > 0)
                return;
            _archives.Add(group, archive = []);
        }
        int place = archive.BinarySearch(message);
        if (place >= 0)
        {
            archive[place] = message;
            return;
        }
        archive.Insert(~place, message);
        Count++;
        if (archive.Count(m => m.Stream == message.Stream) > MaxPerStream)
            RemoveAt(archive, archive.FindLastIndex(m => m.Stream == message.Stream));
        if (archive.Count > MaxPerArchive)
            RemoveAt(archive, MaxPerArchive);
        if (Count > MaxPerRun)
            RemoveLast();
    }

    private void RemoveAt(List<AlteredMessage> archive, int index)
    {
        archive.RemoveAt(index);
        Count--;
    }

    private void RemoveLast()
    {
        int group = _archives.Count - 1;
        List<AlteredMessage> last = _archives.GetValueAtIndex(group);
        RemoveAt(last, last.Count - 1);
        if (last.Count == 0)
            _archives.RemoveAt(group);
    }
}
