using System.Diagnostics;
using System.Reflection;

namespace BulkVerify.Conformance.Suites;

/// <summary>Runs bulkverify: its entry point within this process, where a run costs milliseconds, or its executable.</summary>
internal static class Commands
{
    private const string AssemblyName = "BulkVerify.Cli";

    private static readonly MethodInfo EntryPoint = Assembly.Load(AssemblyName).EntryPoint!;

    private static readonly Lock Turn = new();

    /// <summary>One for all runs: the command keeps the writer that it found first.</summary>
    private static readonly StringWriter Complaints = new();

    /// <summary>What the command printed, by its entry point. One at a time: the console is the process's.</summary>
    public static string Run(params string[] arguments)
    {
        lock (Turn)
        {
            (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
            using var printed = new StringWriter();
            Complaints.GetStringBuilder().Clear();
            Console.SetOut(printed);
            Console.SetError(Complaints);
            try
            {
                object? returned = EntryPoint.Invoke(null, [arguments]);
                int code = returned is Task<int> task ? task.GetAwaiter().GetResult() : (int)returned!;
                Assert.True(code == 0, $"bulkverify {string.Join(' ', arguments)} ended with {code}: {Complaints}");
                return printed.ToString();
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }

    /// <summary>What the executable printed.</summary>
    public static async Task<string> StartAsync(params string[] arguments)
    {
        string executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? AssemblyName + ".exe" : AssemblyName);
        using Process process = Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"bulkverify {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
        return printed;
    }
}
