using BulkVerify.Archives;

namespace BulkVerify.Engine.Runs;

/// <summary>The directory that relative paths of a run were named in, so that they lead to the same files from any other.</summary>
/// <param name="Path">Absolute; empty when it is not known.</param>
internal readonly record struct RunDirectory(string Path)
{
    /// <summary>That of this process.</summary>
    public static RunDirectory Current => new(Environment.CurrentDirectory);

    /// <summary>The path as this process reaches it. One that leads nowhere from the run's directory stays relative: run and archives may have moved together.</summary>
    public string Resolve(string path)
    {
        if (!IsElsewhere || !IsRelative(path))
            return path;
        string there = System.IO.Path.Combine(Path, path);
        return System.IO.Path.Exists(there) ? there : path;
    }

    /// <summary>The plan with its inputs where this process reaches them. They were read from one directory, so the first that is relative decides for all.</summary>
    public ArchivePlan Resolve(ArchivePlan plan)
    {
        if (!IsElsewhere || plan.Inputs.FirstOrDefault(i => IsRelative(i.Path)) is not { } first || Resolve(first.Path) == first.Path)
            return plan;
        string there = Path;
        return plan with { Inputs = [.. plan.Inputs.Select(i => IsRelative(i.Path) ? i with { Path = System.IO.Path.Combine(there, i.Path) } : i)] };
    }

    private bool IsElsewhere => !string.IsNullOrEmpty(Path) && Path != Environment.CurrentDirectory;

    private static bool IsRelative(string path) => path != "-" && !System.IO.Path.IsPathRooted(path);
}
