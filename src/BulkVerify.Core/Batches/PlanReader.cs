using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Opens splits of a plan for one pass over them. Splits of one compressed stream share a decoder as long as they are opened in order; one that is opened again, or late, has a decoder of its
/// own that expands the stream from its beginning. Thread-safe.
/// </summary>
public sealed class PlanReader : IAsyncDisposable
{
    private readonly ArchivePlan _plan;
    private readonly SlabPool _pool;
    private readonly ReadOptions _options;
    private readonly Dictionary<int, SharedStream> _streams = [];

    /// <param name="plan">The plan.</param>
    /// <param name="splits">Ids of the splits that will be opened: a decoder ends with the last one of its stream.</param>
    /// <param name="pool">Where slabs come from.</param>
    /// <param name="options">Limits.</param>
    public PlanReader(ArchivePlan plan, IEnumerable<int> splits, SlabPool pool, ReadOptions options)
    {
        (_plan, _pool, _options) = (plan, pool, options);
        var last = new Dictionary<int, CompressedSplit>();
        foreach (int id in splits)
        {
            if (CompressedSplit.Of(plan, plan.Splits[id]) is { } split && !(last.TryGetValue(split.Input, out CompressedSplit? known) && known.Number > split.Number))
                last[split.Input] = split;
        }
        foreach ((int input, CompressedSplit split) in last)
            _streams.Add(input, new SharedStream(stop => SplitReader.ReadCompressedAsync(plan, split, pool, options, stop), split.Number));
    }

    /// <summary>The reader of one split. Splits are opened in the order of their ids.</summary>
    /// <param name="cancellation">Stops reading; slabs in hand go back to the pool.</param>
    public SplitReader Open(PlannedSplit split, CancellationToken cancellation)
    {
        if (CompressedSplit.Of(_plan, split) is not { } compressed || !_streams.TryGetValue(compressed.Input, out SharedStream? stream) || !stream.TryEnter(compressed.Number))
            return SplitReader.Open(_plan, split, _pool, _options, cancellation);
        return new SplitReader(stream.ReadAsync(compressed.Number, cancellation).GetAsyncEnumerator(cancellation), () => stream.LeaveAsync(compressed.Number));
    }

    /// <summary>Gives back what decoders hold. Readers are disposed before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SharedStream stream in _streams.Values)
            await stream.DisposeAsync().ConfigureAwait(false);
    }
}
