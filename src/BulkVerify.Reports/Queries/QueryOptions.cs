namespace BulkVerify.Reports.Queries;

/// <summary>Bounds of a query.</summary>
public sealed record QueryOptions
{
    /// <summary>Memory of the SQL engine in bytes; what does not fit goes to <see cref="SpillFolder"/>.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Threads of the SQL engine.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Condition that rows have to meet to be in the view; empty for all.</summary>
    internal string Where { get; init; } = "";

    /// <summary>Folder for what does not fit in memory: made when it is needed and removed at the end. It holds facts from mail, so it belongs where the rows are.</summary>
    public required string SpillFolder { get; init; }
}
