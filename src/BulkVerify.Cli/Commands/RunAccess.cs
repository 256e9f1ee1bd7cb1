using BulkVerify.Engine.Runs;

namespace BulkVerify.Cli.Commands;

/// <summary>Opens run folders for commands.</summary>
internal static class RunAccess
{
    /// <exception cref="UsageException">The folder holds no run.</exception>
    public static RunReader Open(string path) =>
        RunReader.TryOpen(path) ?? throw new UsageException($"{path}: holds no run (there is no run.json). Make one with '{Invocation.Text} verify PATH --out {Invocation.Quote(path)}'.");
}
