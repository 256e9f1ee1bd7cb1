using System.Text.Json;
using BulkVerify.Reports.Rows;

namespace BulkVerify.Engine.Runs;

/// <summary>The files of a committed split, each compared with its checksum before it is read. Digests have checksums of their own. Not thread-safe.</summary>
/// <remarks>The rows are read twice: none may be given out before all octets are known to be those that were written, and they need not fit in memory. Hashing takes a fiftieth of
/// the time of reading whole rows.</remarks>
internal sealed class SplitFiles
{
    private readonly string _folder;
    private readonly SortedDictionary<string, FileChecksum> _checksums;

    /// <exception cref="InvalidDataException">The checksums are missing or damaged.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public SplitFiles(string splitFolder)
    {
        _folder = splitFolder;
        _checksums = ReadChecksums(splitFolder);
    }

    /// <summary>The path of the rows.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public string Rows() => Find(RunFolder.RowsIn(_folder)) ?? throw DamagedFile.Missing(RunFolder.RowsIn(_folder));

    /// <summary>The path of the faults.</summary>
    /// <inheritdoc cref="Rows"/>
    public string Faults() => Find(RunFolder.FaultsIn(_folder)) ?? throw DamagedFile.Missing(RunFolder.FaultsIn(_folder));

    /// <summary>The path of the verdicts, which are kept beside digests.</summary>
    /// <inheritdoc cref="Rows"/>
    public string Verdicts() => Find(RunFolder.VerdictsIn(_folder)) ?? throw DamagedFile.Missing(RunFolder.VerdictsIn(_folder));

    /// <summary>The path of what has no row by choice; null when every message has a row or a fault.</summary>
    /// <inheritdoc cref="Rows"/>
    public string? LeftOut() => Find(RunFolder.LeftOutIn(_folder));

    /// <summary>Writes the checksums of what is in the folder, which is not a split yet.</summary>
    public static void Seal(string splitFolder)
    {
        var checksums = new SortedDictionary<string, FileChecksum>(StringComparer.Ordinal);
        foreach (string file in (string[])[RunFolder.RowsIn(splitFolder), RunFolder.FaultsIn(splitFolder), RunFolder.LeftOutIn(splitFolder), RunFolder.VerdictsIn(splitFolder)])
        {
            if (File.Exists(file))
                checksums.Add(Path.GetFileName(file), FileChecksum.Of(file));
        }
        DurableFile.Write(RunFolder.ChecksumsIn(splitFolder), stream => JsonSerializer.Serialize(stream, checksums, RunFolder.Json));
    }

    /// <summary>Null for a file that the split was committed without.</summary>
    private string? Find(string path)
    {
        if (!_checksums.TryGetValue(Path.GetFileName(path), out FileChecksum? checksum))
            return null;
        checksum.Check(path);
        return path;
    }

    private static SortedDictionary<string, FileChecksum> ReadChecksums(string splitFolder)
    {
        string file = RunFolder.ChecksumsIn(splitFolder);
        if (!File.Exists(file))
            throw DamagedFile.Missing(file);
        try
        {
            if (JsonSerializer.Deserialize<SortedDictionary<string, FileChecksum>>(File.ReadAllBytes(file), RunFolder.Json) is { } checksums
                && checksums.All(c => IsSealed(c.Key) && c.Value is { Xxh128: not null }))
                return checksums;
        }
        catch (JsonException e)
        {
            throw DamagedFile.Of(file, e);
        }
        throw DamagedFile.Of(file, "it holds no checksums of the files beside it");
    }

    private static bool IsSealed(string name) => name is RunFolder.RowsName or RunFolder.FaultsName or RunFolder.LeftOutName or RunFolder.VerdictsName;
}
