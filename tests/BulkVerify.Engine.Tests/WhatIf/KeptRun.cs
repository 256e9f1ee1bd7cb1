using BulkVerify.Engine.Runs;

namespace BulkVerify.Engine.Tests.WhatIf;

/// <summary>A run of the sample archive that kept its digests; shared by the tests of a class.</summary>
public sealed class KeptRun : IAsyncLifetime
{
    public string Root { get; } = Directory.CreateTempSubdirectory("bulkverify-whatif-").FullName;

    public RunReader Reader => RunReader.TryOpen(Path.Combine(Root, "kept"))!;

    public async ValueTask InitializeAsync() => await VerifyAsync("kept", await File.ReadAllTextAsync(Path.Combine(SampleZone.Folder, "dns.zone")), keepDigests: true);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Verifies the sample archive by a zone.</summary>
    internal async Task<RunReader> VerifyAsync(string name, string zone, bool keepDigests = false)
    {
        string file = Path.Combine(Root, $"{name}.zone");
        await File.WriteAllTextAsync(file, zone);
        var options = new VerifyOptions { Paths = [SampleZone.Folder], Dns = file, KeepDigests = keepDigests };
        var folder = new RunFolder(Path.Combine(Root, name));
        RunOutcome outcome = await new BulkVerifier(options, new EngineOptions { Threads = 2 }, TimeProvider.System).RunAsync(folder, null, null, CancellationToken.None, CancellationToken.None);
        Assert.True(outcome.IsFinished);
        return RunReader.TryOpen(folder.Root)!;
    }
}
