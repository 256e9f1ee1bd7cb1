using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace BulkVerify.Archives;

/// <summary>Turns paths into a plan: walks folders, recognizes files by content, decides mbox variants, cuts splits. Reads samples only.</summary>
public sealed class ArchivePlanner
{
    private const long MinSplit = 64L << 20;
    private const long MaxSplit = 1L << 30;
    private const int MaxFilesPerSplit = 8192;

    private readonly PlanOptions _options;
    private readonly List<ArchiveInput> _inputs = [];
    private readonly List<Fault> _faults = [];
    private readonly List<string> _skippedExamples = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly byte[] _sample = GC.AllocateUninitializedArray<byte>(FileSample.MaxLength);
    private long _skipped;

    private ArchivePlanner(PlanOptions options) => _options = options;

    /// <summary>Plans the paths in the order given; the entries of a folder come in ordinal order of their names. A file that several paths or links lead to is planned once, where it
    /// comes first; that folders are links to each other is not noticed.</summary>
    public static ArchivePlan Plan(IEnumerable<string> paths, PlanOptions options, CancellationToken cancellation = default)
    {
        var planner = new ArchivePlanner(options);
        foreach (string path in paths)
            planner.AddNamed(path, cancellation);
        return new ArchivePlan(planner._inputs, planner.Cut(), planner._skipped, planner._skippedExamples, planner._faults);
    }

    private void AddNamed(string path, CancellationToken cancellation)
    {
        if (path == "-")
        {
            _inputs.Add(new ArchiveInput("-", "-", ContentKind.NotMail, 0, 0, "", _options.Variant ?? MboxVariant.None, _options.Separators, PassedOver: 0, IsNamed: true));
            return;
        }
        if (Directory.Exists(path))
            Walk(path, path, 0, cancellation);
        else if (File.Exists(path))
            AddFile(path, new FileInfo(path), isNamed: true);
        else
            _faults.Add(new Fault(FaultKind.NotFound, path, null, path.Contains('\uFFFD', StringComparison.Ordinal)
                ? "cannot be opened: its name is not UTF-8. Name the folder it is in, rename it, or pipe it with '-'. The run went on without it."
                : "there is no such file or folder. The run went on without it."));
    }

    private void Walk(string root, string folder, int depth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (depth > _options.MaxFolderDepth)
        {
            _faults.Add(new Fault(FaultKind.ExpansionLimit, folder, null, $"folders are nested deeper than {_options.MaxFolderDepth}; this one was not walked: name it on the command line."));
            return;
        }
        if (_options.RunMarker is { } marker && File.Exists(Path.Combine(folder, marker)))
        {
            if (folder == root)
                _faults.Add(new Fault(FaultKind.NotMail, folder, null, $"is the folder of a run (it holds {marker}), which is not mail. Name the archives. The run went on without it."));
            return;
        }
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(ReadFault(folder, e));
            return;
        }
        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (FileSystemInfo entry in entries)
        {
            string path = Path.Combine(folder, entry.Name);
            if (!IsInside(root, entry) || (entry is DirectoryInfo && IsUndelivered(entry, entries)))
                Skip(path);
            else if (entry is DirectoryInfo)
                Walk(root, path, depth + 1, cancellation);
            else
                AddFile(path, (FileInfo)entry, isNamed: false);
        }
    }

    /// <summary>A link to a folder is not entered (loops), one to a file only when its target is inside the folder that the user named.</summary>
    private static bool IsInside(string root, FileSystemInfo entry)
    {
        try
        {
            if (!IsLink(entry))
                return true;
            if (entry is DirectoryInfo || entry.ResolveLinkTarget(returnFinalTarget: true) is not FileInfo { Exists: true } target)
                return false;
            string inside = Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
            return target.FullName.StartsWith(inside, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The folder tmp of a Maildir: what is in it is still being written, and is moved to new once it is whole.</summary>
    private static bool IsUndelivered(FileSystemInfo folder, FileSystemInfo[] siblings) =>
        folder.Name == "tmp" && siblings.Any(e => e is DirectoryInfo && e.Name == "cur") && siblings.Any(e => e is DirectoryInfo && e.Name == "new");

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;

    private void AddFile(string path, FileInfo info, bool isNamed)
    {
        try
        {
            FileInfo target = TargetOf(info);
            if (!_seen.Add(target.FullName))
                return;
            // FIFOs, sockets and devices have no length: opening one could wait for ever.
            if (target.Length == 0)
            {
                NotMail(path, isNamed, "is empty, or not a regular file (a pipe is read with '-')");
                return;
            }
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            AddOpened(path, file, isNamed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(ReadFault(path, e));
        }
    }

    private void AddOpened(string path, SafeFileHandle file, bool isNamed)
    {
        long length = RandomAccess.GetLength(file);
        ReadOnlySpan<byte> sample = _sample.AsSpan(0, FileSample.Read(file, length, _sample));
        ReadOnlySpan<byte> prefix = sample[..Math.Min(sample.Length, ContentRecognizer.PrefixLength)];
        ContentKind kind = ContentRecognizer.Recognize(prefix, Path.GetFileName(path), out string? advice);
        if (HeadRecognizer.Suits(kind, path))
            kind = HeadRecognizer.Recognize(path, sample, kind, isNamed);
        switch (kind)
        {
            case ContentKind.Unsupported:
                _faults.Add(new Fault(FaultKind.UnsupportedFormat, path, null, $"is {advice}"));
                return;
            case ContentKind.NotMail:
                NotMail(path, isNamed, "is not mail in a form that is read (mbox, .eml, Maildir, and these inside gz, bz2, zst, tar, zip)");
                return;
        }
        long modified = new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeSeconds();
        MboxForm form = kind == ContentKind.Mbox ? SampleForm(file, length) : new MboxForm(_options.Variant ?? MboxVariant.None, _options.Separators, PassedOver: 0);
        _inputs.Add(new ArchiveInput(path, path, kind, length, modified, FileSample.HashOf(sample), form.Variant, form.Separators, form.PassedOver, isNamed));
    }

    private void NotMail(string path, bool isNamed, string why)
    {
        if (isNamed)
            _faults.Add(new Fault(FaultKind.NotMail, path, null, $"{why}. The run went on without it."));
        else
            Skip(path);
    }

    private void Skip(string path)
    {
        _skipped++;
        if (_skippedExamples.Count < _options.MaxSkippedExamples)
            _skippedExamples.Add(path);
    }

    private static FileInfo TargetOf(FileInfo file) => IsLink(file) && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file;

    private MboxForm SampleForm(SafeFileHandle file, long length)
    {
        int size = (int)Math.Min(length, MboxSampler.SampleLength);
        byte[] sample = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            int read = FileSample.ReadAt(file, 0, sample.AsSpan(0, size));
            return MboxSampler.Decide(sample.AsSpan(0, read), read == length, _options.Variant, _options.Separators);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sample);
        }
    }

    internal static Fault ReadFault(string path, Exception e) => e switch
    {
        UnauthorizedAccessException => new Fault(FaultKind.NoPermission, path, null, "cannot be read (permission denied). The run went on without it."),
        FileNotFoundException when path.Contains('\uFFFD', StringComparison.Ordinal) =>
            new Fault(FaultKind.ReadError, path, null, "cannot be opened: its name is not UTF-8. Rename it, or pipe it with '-'. The run went on without it."),
        FileNotFoundException or DirectoryNotFoundException => new Fault(FaultKind.NotFound, path, null, "vanished before it was read. The run went on without it."),
        _ => new Fault(FaultKind.ReadError, path, null, $"cannot be read ({e.Message.ReplaceLineEndings(" ")}). The run went on without it."),
    };

    private List<PlannedSplit> Cut()
    {
        long size = _options.SplitBytes ?? Math.Clamp(_inputs.Sum(i => i.Size) / 64, MinSplit, MaxSplit);
        List<PlannedSplit> splits = [];
        for (int i = 0; i < _inputs.Count;)
        {
            ArchiveInput input = _inputs[i];
            if (input.Kind == ContentKind.Message)
            {
                int count = CountMessages(i, size);
                splits.Add(new PlannedSplit(splits.Count, i, count, 0, 0));
                i += count;
                continue;
            }
            long step = CanBeCut(input) ? size : long.MaxValue;
            for (long start = 0; start == 0 || start < input.Size; start += step)
            {
                long end = input.Size - start <= step ? input.Size : start + step;
                splits.Add(new PlannedSplit(splits.Count, i, 1, start, end));
                if (end == input.Size)
                    break;
            }
            i++;
        }
        return splits;
    }

    private static bool CanBeCut(ArchiveInput input) => input.Kind switch
    {
        ContentKind.Zip or ContentKind.Tar or ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd => true,
        // Lengths lead across "From " lines of cl and cl2: a range that begins within a body would see separators that are none.
        ContentKind.Mbox => input.Variant is MboxVariant.O or MboxVariant.Rd,
        _ => false,
    };

    private int CountMessages(int first, long size)
    {
        int count = 0;
        for (long bytes = 0; first + count < _inputs.Count && count < MaxFilesPerSplit && _inputs[first + count].Kind == ContentKind.Message && (count == 0 || bytes < size); count++)
            bytes += _inputs[first + count].Size;
        return count;
    }
}
