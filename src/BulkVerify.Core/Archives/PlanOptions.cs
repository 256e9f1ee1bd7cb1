namespace BulkVerify.Archives;

/// <summary>How archives are planned and read.</summary>
public sealed record PlanOptions
{
    /// <summary>Forces the variant of every mbox; null decides for each on a sample.</summary>
    public MboxVariant? Variant { get; init; }

    /// <summary>Which separators count in every mbox; <see cref="MboxSeparators.Auto"/> decides for each on a sample.</summary>
    public MboxSeparators Separators { get; init; }

    /// <summary>Bytes of one split; null takes 64 MiB to 1 GiB by total size.</summary>
    public long? SplitBytes { get; init; }

    /// <summary>A folder with this file in it is a run folder, which is not walked; null where there are none.</summary>
    public string? RunMarker { get; init; }

    /// <summary>Names of files skipped that the plan keeps.</summary>
    public int MaxSkippedExamples { get; init; } = 20;

    /// <summary>Folders within folders that a walk enters.</summary>
    public int MaxFolderDepth { get; init; } = 64;
}
