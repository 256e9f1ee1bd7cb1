namespace BulkVerify.Cli.Tests;

/// <summary>A run of the sample archive that the tests of a class share.</summary>
public sealed class SampleRun : IAsyncLifetime
{
    /// <summary>Holds bulkverify-run.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("bulkverify-sample-").FullName;

    public async ValueTask InitializeAsync() => Assert.Equal(0, (await CommandRun.StartAsync(Folder, "verify", CommandRun.Sample, "--quiet")).ExitCode);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
