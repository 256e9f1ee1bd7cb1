namespace BulkVerify.Cli;

/// <summary>How the program was started, so that hints can be pasted as they are.</summary>
internal static class Invocation
{
    /// <summary>The name of the tool, for files: they outlive the way in which it was started.</summary>
    public const string Tool = "bulkverify";

    /// <summary>"bulkverify" for the tool, the whole "dotnet run ... --" when started so, else the path of the executable.</summary>
    public static string Text { get; } = Detect();

    private static string Detect()
    {
        string? process = Environment.ProcessPath;
        if (process is null || Path.GetFileNameWithoutExtension(process) is Tool)
            return Tool;
        if (ParentRun() is { } run)
            return run;
        return Path.GetFileNameWithoutExtension(process) is "dotnet"
            ? $"dotnet {Quote(Relative(Environment.GetCommandLineArgs()[0]))}"
            : Quote(Relative(process));
    }

    /// <summary>The parent's command line up to "--" when the parent is "dotnet run"; only Linux tells.</summary>
    private static string? ParentRun()
    {
        try
        {
            string[] status = File.ReadAllLines("/proc/self/status");
            string parent = status.First(l => l.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
            string[] words = File.ReadAllText($"/proc/{parent}/cmdline").TrimEnd('\0').Split('\0');
            int run = Array.IndexOf(words, "run");
            if (run <= 0 || !words[run - 1].Contains("dotnet", StringComparison.Ordinal))
                return null;
            int end = Array.IndexOf(words, "--", run);
            IEnumerable<string> kept = end < 0 ? words[run..] : words[run..end];
            return $"dotnet {string.Join(' ', kept.Select(Quote))} --";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A word that a shell takes as one.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:@+,".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Relative(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : $"./{relative}";
    }
}
