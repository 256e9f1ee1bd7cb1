namespace BulkVerify.Engine.Stages;

/// <summary>How much is in work at a time.</summary>
/// <param name="Workers">Batches in the CPU stages of one split.</param>
/// <param name="BatchesInFlight">Batches of one split that wait for DNS.</param>
internal sealed record PipelineWidth(int Workers, int BatchesInFlight)
{
    /// <summary>Bytes that a batch of digests is reckoned with: 256 messages of 3 KB.</summary>
    private const long DigestBatchBytes = 256 * 3 << 10;

    /// <summary>Half of the memory is for slabs, the other half for batches of digests, shared by the splits in work.</summary>
    public static PipelineWidth For(EngineOptions options, int splits) =>
        new(options.Threads, (int)Math.Clamp(options.MemoryBytes / 2 / DigestBatchBytes / Math.Max(1, splits), 2, 64));
}
