using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

public sealed class ReadMeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-readme-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_output_that_README_shows_is_what_the_command_prints()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "README.md"), TestContext.Current.CancellationToken);
        int start = readme.IndexOf("prints (shortened):", StringComparison.Ordinal);
        string[] shown = [.. readme[start..readme.IndexOf("Install it as a tool", StringComparison.Ordinal)].Split('\n').Skip(1).Where(l => l.Trim().Length > 0 && l.Trim() != "...").Select(l => l[4..].TrimEnd())];
        Assert.InRange(shown.Length, 10, 40);
        string[] printed = [.. (await CommandRun.StartAsync(_folder, "verify", CommandRun.Sample)).Output.Split('\n').Select(l => l.TrimEnd())];
        Assert.All(shown, line => Assert.Contains(line, printed));
    }
}
