namespace BulkVerify.Archives;

/// <summary>Limits of reading. Every one has a typed fault.</summary>
public sealed record ReadOptions
{
    /// <summary>Largest message in bytes.</summary>
    public long MaxMessageBytes { get; init; } = 64L << 20;

    /// <summary>Most messages in one batch, 1 to 256.</summary>
    public int BatchMessages { get; init; } = 256;

    /// <summary>Largest size in bytes that one compressed file or member may expand to.</summary>
    public long MaxExpandedBytes { get; init; } = 1L << 40;

    /// <summary>Largest ratio of expanded to stored bytes, counted from <see cref="RatioFloorBytes"/> on.</summary>
    public int MaxExpansionRatio { get; init; } = 1000;

    /// <summary>Expanded bytes below which no ratio is taken.</summary>
    public long RatioFloorBytes { get; init; } = 64L << 20;

    /// <summary>Containers within containers, compression included.</summary>
    public int MaxNesting { get; init; } = 4;

    /// <summary>Members of one container.</summary>
    public int MaxMembers { get; init; } = 10_000_000;
}
