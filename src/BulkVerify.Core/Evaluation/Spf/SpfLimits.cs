namespace BulkVerify.Evaluation.Spf;

/// <summary>The processing limits of RFC 7208 §4.6.4.</summary>
public sealed record SpfLimits
{
    public static readonly SpfLimits Default = new();

    /// <summary>Terms that cause look-ups: include, a, mx, ptr, exists, redirect.</summary>
    public int MaxLookups { get; init; } = 10;

    /// <summary>Terms that match nothing because a question of theirs found nothing. One term counts once, however many of its questions were void.</summary>
    public int MaxVoidLookups { get; init; } = 2;

    /// <summary>Names of one mx (more are an error) or PTR answer (the rest is ignored).</summary>
    public int MaxNames { get; init; } = 10;
}
