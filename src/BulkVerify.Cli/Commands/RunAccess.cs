using BulkVerify.Cli.Terminal;
using BulkVerify.Engine.Runs;

namespace BulkVerify.Cli.Commands;

/// <summary>Opens run folders for commands.</summary>
internal static class RunAccess
{
    /// <exception cref="UsageException">The folder holds no run.</exception>
    public static RunReader Open(string path) =>
        RunReader.TryOpen(path, notice => SummaryView.WriteLine(Screen.Error, SafeText.Of(notice))) ?? throw new UsageException(NoRun(path));

    private static string NoRun(string path)
    {
        const string Make = "verify PATH --out DIR";
        if (Path.GetFileName(path) == RunFolder.ManifestName && File.Exists(path))
            return $"{path}: is a file of a run; name its folder, {Path.GetDirectoryName(Path.GetFullPath(path))}.";
        if (File.Exists(path))
            return $"{path}: is a file, and a run is a folder. Make one with '{Invocation.Text} {Make}'.";
        return Directory.Exists(path)
            ? $"{path}: holds no run (there is no run.json). Make one with '{Invocation.Text} {Make}'."
            : $"{path}: there is no such folder. Make a run with '{Invocation.Text} verify PATH --out {Invocation.Quote(path)}'.";
    }

    /// <summary>The row files of what is committed, in the order of the rows; none for a finished run that found no message.</summary>
    /// <exception cref="UsageException">Nothing is committed yet.</exception>
    public static string[] RowFiles(RunReader reader)
    {
        string[] files = [.. reader.RowFiles()];
        if (files.Length == 0 && reader.Manifest.State != RunState.Finished)
            throw new UsageException($"{reader.Folder.Root}: no part of the run is committed yet, so there are no rows. Go on with it: {Invocation.Text} resume {Invocation.Quote(reader.Folder.Root)}");
        if (reader.Manifest.State != RunState.Finished)
            SummaryView.WriteLine(Screen.Error, "the run is not finished: the answer covers what is committed so far.");
        return files;
    }

    /// <summary>Faults of planning.</summary>
    public static IReadOnlyList<Fault> PlanFaults(RunReader reader) => reader.ReadPlan()?.Faults ?? [];

    /// <summary>Where queries over the run put what does not fit in memory: beside the rows, which hold the same facts.</summary>
    public static string SpillFolder(RunReader reader) => Path.Combine(reader.Folder.Root, $"query-{Environment.ProcessId}.tmp");
}
