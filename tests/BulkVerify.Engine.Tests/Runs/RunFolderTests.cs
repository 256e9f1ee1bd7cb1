using System.Reflection;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Engine.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("bulkverify-folder-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Clearing_removes_every_file_that_a_run_makes_and_no_other()
    {
        var folder = new RunFolder(_root);
        folder.Create();
        Directory.CreateDirectory(folder.SplitFolder(3));
        string[] files = [.. typeof(RunFolder).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType == typeof(string) && p.Name is not (nameof(RunFolder.Root) or nameof(RunFolder.SplitsFolder)))
            .Select(p => (string)p.GetValue(folder)!)];
        Assert.Contains(folder.ManifestFile, files);
        string other = Path.Combine(_root, "notes.txt");
        foreach (string file in files.Append(other))
            File.WriteAllText(file, "");
        folder.Clear();
        Assert.Equal([other], Directory.EnumerateFileSystemEntries(_root));
    }

    [Theory]
    [InlineData("plan.json")]
    [InlineData("run.json")]
    public void A_damaged_file_is_named_with_what_to_do(string name)
    {
        File.WriteAllText(Path.Combine(_root, name), "{");
        var folder = new RunFolder(_root);
        string message = Assert.Throws<InvalidDataException>(() => name == "run.json" ? (object?)folder.ReadManifest() : folder.ReadPlan()).Message;
        Assert.StartsWith(Path.Combine(_root, name), message, StringComparison.Ordinal);
        Assert.Contains("--restart", message, StringComparison.Ordinal);
    }
}
