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
    private readonly Dictionary<int, (CutStream Cut, SharedStream Shared)> _streams = [];

    /// <param name="plan">The plan.</param>
    /// <param name="splits">Ids of the splits that will be opened: a decoder ends with the last one of its stream.</param>
    /// <param name="pool">Where slabs come from.</param>
    /// <param name="options">Limits.</param>
    public PlanReader(ArchivePlan plan, IEnumerable<int> splits, SlabPool pool, ReadOptions options)
    {
        (_plan, _pool, _options) = (plan, pool, options);
        var lastSplits = new Dictionary<int, PlannedSplit>();
        foreach (int id in splits)
        {
            PlannedSplit split = plan.Splits[id];
            if (CutStream.IsPart(plan, split) && !(lastSplits.TryGetValue(split.FirstInput, out PlannedSplit? known) && known.Id > id))
                lastSplits[split.FirstInput] = split;
        }
        foreach ((int input, PlannedSplit last) in lastSplits)
        {
            CutStream cut = CutStream.Of(plan, last)!;
            _streams.Add(input, (cut, new SharedStream(stop => SplitReader.ReadCutAsync(plan, cut, pool, options, stop), cut.NumberOf(last))));
        }
    }

    /// <summary>The reader of one split. Splits are opened in the order of their ids.</summary>
    /// <param name="cancellation">Stops reading; slabs in hand go back to the pool.</param>
    public SplitReader Open(PlannedSplit split, CancellationToken cancellation)
    {
        if (!_streams.TryGetValue(split.FirstInput, out (CutStream Cut, SharedStream Shared) stream))
            return SplitReader.Open(_plan, split, _pool, _options, cancellation);
        int number = stream.Cut.NumberOf(split);
        if (!stream.Shared.TryEnter(number))
            return SplitReader.Open(_plan, split, _pool, _options, cancellation);
        return new SplitReader(stream.Shared.ReadAsync(number, cancellation).GetAsyncEnumerator(cancellation), () => stream.Shared.LeaveAsync(number));
    }

    /// <summary>Gives back what decoders hold. Readers are disposed before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, SharedStream shared) in _streams.Values)
            await shared.DisposeAsync().ConfigureAwait(false);
    }
}
