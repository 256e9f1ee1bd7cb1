namespace BulkVerify.Statistics;

/// <summary>Statistics of any number of messages in bounded memory: where there are more groups than fit, what was counted so far goes to a file, and all files are merged in the
/// order of their keys at the end. The result is the same wherever that happens. Not thread-safe; disposing removes its files.</summary>
public sealed class StatisticsStore : IDisposable
{
    /// <summary>Groups in memory: of a few kB each, as a rule.</summary>
    public const int DefaultMaxGroups = 1024;

    /// <summary>Memory of the groups in octets, about: what mail says in long texts fills it before there are many.</summary>
    public const long DefaultMaxMemory = 32 << 20;

    /// <summary>Fingerprints in memory, of 8 bytes each.</summary>
    private const int MaxFingerprints = 1 << 20;

    /// <summary>Files before they become one.</summary>
    private const int MaxFiles = 64;

    private const int FileBuffer = 1 << 14;

    private readonly string _aside;
    private readonly int _maxGroups;
    private readonly long _maxMemory;
    private List<FileStream> _files = [];
    // At least what the groups take.
    private long _memory;

    /// <param name="aside">How paths of its files begin; any number of stores may share it.</param>
    /// <param name="maxGroups">Groups held in memory.</param>
    /// <param name="maxMemory">Memory that they may take, in octets, about.</param>
    public StatisticsStore(string aside, int maxGroups = DefaultMaxGroups, long maxMemory = DefaultMaxMemory) => (_aside, _maxGroups, _maxMemory) = (aside, maxGroups, maxMemory);

    /// <summary>Numbers of messages, archives and altered messages, which are always in memory, and those groups that are.</summary>
    public RunStatistics Current { get; private set; } = new();

    public void Add(MessageRow row)
    {
        Current.Add(row);
        _memory += RowTexts.MemoryOf(row);
        Bound();
    }

    /// <summary>Counts messages that have no row.</summary>
    public void LeaveOut(long outsidePeriod, long notSampled) => Current.LeaveOut(outsidePeriod, notSampled);

    /// <summary>Forgets all that was counted.</summary>
    public void Clear()
    {
        Dispose();
        Current = new RunStatistics();
        _memory = 0;
    }

    /// <summary>Takes over what another one counted, which is empty afterwards.</summary>
    public void Merge(StatisticsStore other)
    {
        _files.AddRange(other._files);
        Current.Merge(other.Current);
        _memory += other._memory;
        (other._files, other.Current, other._memory) = ([], new RunStatistics(), 0);
        Bound();
    }

    /// <summary>Takes over a file that <see cref="WriteTo"/> made, which is gone from its place at once; false where it is damaged, and then nothing is counted.</summary>
    public bool TryTakeOver(string path)
    {
        string own = NewPath();
        File.Move(path, own);
        var file = new FileStream(own, FileMode.Open, FileAccess.Read, FileShare.None, FileBuffer, FileOptions.DeleteOnClose);
        try
        {
            var reader = new StatisticsReader(file);
            reader.ReadToEnd();
            Current.Merge(reader.Head);
            _files.Add(file);
            return true;
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            return false;
        }
    }

    /// <summary>Writes all that was counted; may be called again.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public void WriteTo(Stream to)
    {
        using var writer = new StatisticsWriter(to, Current);
        Current.Fingerprints.Sort();
        StatisticsReader[] files = [.. _files.Select(Reopen)];
        writer.Write(StatisticsMerger.Merge([.. files.Select(f => f.Entries()), Current.Entries()]));
        writer.Write(StatisticsMerger.InOrder([.. files.Select(f => f.Fingerprints()), Current.Fingerprints]));
    }

    /// <summary>All that was counted, as <see cref="WriteTo"/> writes it: in memory where it fits. The caller disposes it.</summary>
    public Stream ToStream()
    {
        Stream stream = _files.Count == 0 ? new MemoryStream() : Create();
        WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    public void Dispose()
    {
        foreach (FileStream file in _files)
            file.Dispose();
        _files = [];
    }

    private void Bound()
    {
        if (Current.Groups > _maxGroups || Current.Fingerprints.Count > MaxFingerprints || IsFull())
            Spill(Current.TakeGroups());
        if (_files.Count <= MaxFiles)
            return;
        List<FileStream> files = _files;
        _files = [];
        FileStream one = Create();
        using (var writer = new StatisticsWriter(one, new RunStatistics()))
        {
            StatisticsReader[] readers = [.. files.Select(Reopen)];
            writer.Write(StatisticsMerger.Merge([.. readers.Select(f => f.Entries())]));
            writer.Write(StatisticsMerger.InOrder([.. readers.Select(f => f.Fingerprints())]));
        }
        foreach (FileStream file in files)
            file.Dispose();
        _files.Add(one);
    }

    /// <summary>Measures where rows may have brought too much: most say what others said.</summary>
    private bool IsFull()
    {
        if (_memory <= _maxMemory)
            return false;
        _memory = Current.MeasureGroups();
        // Room for as much again, so that it is measured rarely.
        return _memory > _maxMemory / 2;
    }

    private void Spill(RunStatistics groups)
    {
        _memory = 0;
        FileStream file = Create();
        StatisticsCodec.Write(groups, file);
        file.Flush();
        _files.Add(file);
    }

    private FileStream Create() => new(NewPath(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileBuffer, FileOptions.DeleteOnClose);

    private string NewPath() => $"{_aside}{Guid.NewGuid():N}.tmp";

    private static StatisticsReader Reopen(FileStream file)
    {
        file.Position = 0;
        return new StatisticsReader(file);
    }
}
