using System.Diagnostics;
using BulkVerify.TestKit;

namespace BulkVerify.Cli.Tests;

/// <summary>One run of the real executable in a private folder: the one that is built with the tests, or the one that BULKVERIFY_EXECUTABLE names.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>The sample archive that the repository ships.</summary>
    public static string Sample { get; } = Path.Combine(SharedData.RepositoryRoot, "data", "sample");

    public static Task<CommandRun> StartAsync(string folder, params string[] arguments) => StartAsync(folder, [], arguments);

    /// <param name="environment">Variables set on top of those of the tests.</param>
    public static async Task<CommandRun> StartAsync(string folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["COLUMNS"] = "100";
        start.Environment["BULKVERIFY_LOOPBACK_ONLY"] = "1";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a run and kills it when the task ends, before which it must not end: it has no chance to leave anything in order.</summary>
    public static async Task KillAsync(string folder, Task when, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BULKVERIFY_LOOPBACK_ONLY"] = "1";
        using Process process = Process.Start(start)!;
        Task ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotSame(ended, await Task.WhenAny(when, ended));
        process.Kill();
        await ended;
    }

    private static string Executable { get; } =
        Environment.GetEnvironmentVariable("BULKVERIFY_EXECUTABLE") ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "BulkVerify.Cli.exe" : "BulkVerify.Cli");
}
