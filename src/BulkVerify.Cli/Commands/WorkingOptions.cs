using System.CommandLine;
using BulkVerify.Engine;

namespace BulkVerify.Cli.Commands;

/// <summary>The options that decide how a run works and what it prints, never what it finds.</summary>
internal sealed class WorkingOptions
{
    public NumberOption Threads { get; } = NumberOption.Threads("Threads that hash and verify.", Environment.ProcessorCount);

    public Option<string> Memory { get; } = new("--memory")
    {
        Description = "Memory for mail and for digests that wait for DNS.",
        DefaultValueFactory = _ => "256M",
        HelpName = "SIZE",
    };

    public NumberOption DnsQps { get; } = new("--dns-qps", "Most DNS questions sent a second; 0 for no limit.", least: 0, preset: 200);

    public Option<string?> SplitSize { get; } = new("--split-size") { Description = "Size of a split; by default chosen from the total size.", HelpName = "SIZE" };

    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress and no notes, only results and errors." };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the summary as JSON." };

    public void AddTo(Command command)
    {
        command.Add(Threads);
        command.Add(Memory);
        command.Add(DnsQps);
        command.Add(SplitSize);
        command.Add(Quiet);
        command.Add(Json);
    }

    /// <exception cref="UsageException">A value is not of its form.</exception>
    public EngineOptions Read(ParseResult parsed)
    {
        if (!SizeText.TryParse(parsed.GetValue(Memory)!, out long memory) || memory < 16 << 20)
            throw new UsageException($"--memory {parsed.GetValue(Memory)}: give a size of at least 16M, such as 256M or 2G.");
        long split = 0;
        if (parsed.GetValue(SplitSize) is { } splitText && !SizeText.TryParse(splitText, out split))
            throw new UsageException($"--split-size {splitText}: give a size such as 64M.");
        return new EngineOptions { Threads = Threads.Of(parsed), MemoryBytes = memory, DnsQueriesPerSecond = DnsQps.Of(parsed), SplitBytes = split == 0 ? null : split };
    }
}
