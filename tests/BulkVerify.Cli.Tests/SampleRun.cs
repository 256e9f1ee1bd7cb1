using BulkVerify.Cli.Tests;

[assembly: AssemblyFixture(typeof(SampleRun))]

namespace BulkVerify.Cli.Tests;

/// <summary>A run of the sample archive that all tests share: its rows stay as they are.</summary>
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
