namespace BulkVerify.Forge.Tests;

/// <summary>A folder for forged archives and a key pool that all tests of the class share: making keys is the slow part.</summary>
public sealed class ForgeFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-forge-").FullName;

    public string KeysFile => Path.Combine(_folder, "keys.json");

    public string Folder(string name) => Path.Combine(_folder, name);

    public ForgeOptions Sample(string name) => ForgeOptions.Sample(Folder(name), KeysFile);

    /// <summary>Short messages, so that many are made quickly.</summary>
    public ForgeOptions Short(string name, int messages) => new()
    {
        OutputFolder = Folder(name),
        KeysFile = KeysFile,
        Messages = messages,
        MedianSize = 4_000,
        MeanSize = 5_000,
        MaxSize = 40_000,
    };

    public static ForgeSummary Run(ForgeOptions options) => Forger.Run(options, TimeProvider.System, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Relative path and bytes of each file of a folder.</summary>
    public static SortedDictionary<string, byte[]> Files(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            files.Add(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file));
        return files;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>The tests of one key pool, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ForgeCollection : ICollectionFixture<ForgeFixture>
{
    public const string Name = "forge";
}
