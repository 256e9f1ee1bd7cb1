namespace BulkVerify.Engine;

/// <summary>How fast and in how much memory a run works. Never changes a row.</summary>
public sealed record EngineOptions
{
    /// <summary>Threads for hashing, verifying and judging; at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes for mail in memory and for digests that wait for DNS, together.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>Size of a split in bytes; null lets the planner choose.</summary>
    public long? SplitBytes { get; init; }

    /// <summary>Most messages in one batch, 1 to 256.</summary>
    public int BatchMessages { get; init; } = 256;

    /// <summary>Questions sent to DNS servers a second; 0 for no limit.</summary>
    public int DnsQueriesPerSecond { get; init; }
}
