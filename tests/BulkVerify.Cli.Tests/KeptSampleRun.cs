namespace BulkVerify.Cli.Tests;

/// <summary>A run of the sample archive that kept its digests; shared by the tests of a class.</summary>
public sealed class KeptSampleRun : IAsyncLifetime
{
    /// <summary>Holds bulkverify-run.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("bulkverify-kept-").FullName;

    public async ValueTask InitializeAsync() => Assert.Equal(0, (await CommandRun.StartAsync(Folder, "verify", CommandRun.Sample, "--quiet", "--keep-digests")).ExitCode);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
