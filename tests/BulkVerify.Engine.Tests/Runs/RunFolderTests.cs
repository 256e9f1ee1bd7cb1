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

    [Fact]
    public void A_run_that_ended_before_its_plan_was_made_is_only_begun()
    {
        var folder = new RunFolder(_root);
        Assert.False(folder.IsOnlyBegun());
        folder.Create();
        File.WriteAllText(folder.DnsFile, "");
        File.WriteAllText(folder.PlanFile + ".tmp", "");
        Assert.True(folder.IsOnlyBegun());
        string other = Path.Combine(_root, "notes.txt");
        File.WriteAllText(other, "");
        Assert.False(folder.IsOnlyBegun());
        File.Delete(other);
        foreach ((string answers, bool isOnlyBegun) in ((string, bool)[])
            [(";bulkverify par", true), (";bulkverify partial\n$TTL 3600\n\n", true), (";bulkverify partial\n$TTL 3600\n\n;", false), ("$TTL 3600\n", false)])
        {
            File.WriteAllText(folder.DnsFile, answers);
            Assert.Equal(isOnlyBegun, folder.IsOnlyBegun());
        }
        File.WriteAllText(folder.DnsFile, "");
        Directory.CreateDirectory(folder.SplitFolder(0));
        Assert.False(folder.IsOnlyBegun());
    }

    [Theory]
    [InlineData("{", "is damaged (line 1 is not as it was written)")]
    [InlineData("{\"format\": 1, \"options\": {}}", "format 1, this one reads")]
    [InlineData("{\"format\": 99}", "format 99, this one reads")]
    [InlineData("{\"formal\": 2}", "is damaged (")]
    [InlineData("null", "is damaged (")]
    public void A_manifest_that_is_not_ours_is_named_with_what_to_do(string content, string told)
    {
        File.WriteAllText(Path.Combine(_root, "run.json"), content);
        string message = Assert.Throws<InvalidDataException>(() => new RunFolder(_root).ReadManifest()).Message;
        Assert.StartsWith(Path.Combine(_root, "run.json"), message, StringComparison.Ordinal);
        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.Contains("--restart", message, StringComparison.Ordinal);
    }
}
