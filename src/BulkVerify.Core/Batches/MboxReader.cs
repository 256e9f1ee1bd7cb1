using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Reads one mbox, or a byte range of one, into batches. Bytes go straight into slabs and are framed there; only the beginning of the message that a slab
/// cuts is moved to the next one. A message over the limit becomes a fault and passes through a window of fixed size. Used once.
/// </summary>
internal sealed class MboxReader(Stream source, string archive, MboxVariant variant, MboxSeparators separators, SplitFinder splits, SlabPool pool, ReadOptions options)
{
    private readonly BatchBuilder _batch = new(variant, options) { Split = splits.SplitOf(0) };

    /// <summary>Split of the last message.</summary>
    public int Split { get; private set; } = splits.SplitOf(0);

    /// <summary>Batches of the messages whose separator begins in [start, end). The source stands at <paramref name="sourceOffset"/>, at most a few bytes before start.</summary>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(long sourceOffset, long start, long end, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var window = new SlabWindow(source, archive, pool);
        var scan = new MboxScan(window, _batch, archive, variant, separators, splits, end, options);
        await window.OpenAsync(sourceOffset, cancellation).ConfigureAwait(false);
        scan.Begin(start);
        while (!scan.IsFinished)
        {
            while (MustMoveOn(window, scan))
            {
                int keep = scan.KeepFrom;
                if (_batch.Count > 0 && !window.IsLarge)
                    yield return _batch.Take(window.MoveTo(await pool.RentAsync(cancellation).ConfigureAwait(false), keep));
                else if (_batch.Count > 0)
                {
                    // The batch takes the large slab along: its turn is free again only when the batch is done.
                    yield return _batch.Take(window.Take(keep, out byte[] aside));
                    await window.BringBackAsync(aside, cancellation).ConfigureAwait(false);
                }
                else if (scan.EndsSplit)
                {
                    keep = 0;
                    if (_batch.HasFaults)
                        yield return _batch.Take(null);
                }
                else
                {
                    keep = scan.KeepOfLarge();
                    await window.MakeRoomAsync(keep, options.MaxMessageBytes + (2L * MboxFramer.LookAhead), cancellation).ConfigureAwait(false);
                }
                scan.Shift(keep);
                _batch.Split = scan.Split;
            }
            await window.FillAsync(cancellation).ConfigureAwait(false);
            scan.Frame();
            Split = scan.Split;
        }
        if (_batch.Count > 0 || _batch.HasFaults)
            yield return _batch.Take(window.Take());
    }

    /// <summary>A large slab is for one message: what follows it goes on in an ordinary one.</summary>
    private bool MustMoveOn(SlabWindow window, MboxScan scan) => scan.EndsSplit || _batch.IsFull || window.IsFull || (_batch.Count > 0 && window.IsLarge);
}
