using System.Text.Json;
using BulkVerify.Reports.Rows;

namespace BulkVerify.Engine.Runs;

/// <summary>The files of a committed split, each compared with its checksum before it is read. Digests have checksums of their own.</summary>
internal static class SplitFiles
{
    /// <summary>Writes the checksums of what is in the folder, which is not a split yet.</summary>
    public static void Seal(string splitFolder)
    {
        var checksums = new SortedDictionary<string, FileChecksum>(StringComparer.Ordinal);
        foreach (string file in (string[])[RunFolder.RowsIn(splitFolder), RunFolder.FaultsIn(splitFolder), RunFolder.LeftOutIn(splitFolder)])
        {
            if (File.Exists(file))
                checksums.Add(Path.GetFileName(file), FileChecksum.Of(file));
        }
        DurableFile.Write(RunFolder.ChecksumsIn(splitFolder), stream => JsonSerializer.Serialize(stream, checksums, RunFolder.Json));
    }

    /// <summary>The path of the split's rows.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static string Rows(string splitFolder) => Find(splitFolder, RunFolder.RowsIn(splitFolder)) ?? throw DamagedFile.Missing(RunFolder.RowsIn(splitFolder));

    /// <summary>The path of the split's faults.</summary>
    /// <inheritdoc cref="Rows"/>
    public static string Faults(string splitFolder) => Find(splitFolder, RunFolder.FaultsIn(splitFolder)) ?? throw DamagedFile.Missing(RunFolder.FaultsIn(splitFolder));

    /// <summary>Null when every message has a row or a fault.</summary>
    /// <inheritdoc cref="Rows"/>
    public static string? LeftOut(string splitFolder) => Find(splitFolder, RunFolder.LeftOutIn(splitFolder));

    /// <summary>Null for a file that the split was committed without.</summary>
    private static string? Find(string splitFolder, string path)
    {
        if (!ReadChecksums(splitFolder).TryGetValue(Path.GetFileName(path), out FileChecksum? checksum))
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

    private static bool IsSealed(string name) => name is RunFolder.RowsName or RunFolder.FaultsName or RunFolder.LeftOutName;
}
