using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>Reads one split of a plan as batches, in archive order. Every call is independent: a split that failed is read again from its start.</summary>
public sealed class SplitReader : IAsyncDisposable
{
    private readonly IAsyncEnumerator<MessageBatch> _batches;
    private readonly Func<ValueTask>? _closed;

    /// <param name="batches">Of the split.</param>
    /// <param name="closed">Called after reading, once.</param>
    internal SplitReader(IAsyncEnumerator<MessageBatch> batches, Func<ValueTask>? closed = null) => (_batches, _closed) = (batches, closed);

    /// <param name="plan">The plan the split belongs to.</param>
    /// <param name="split">Which one.</param>
    /// <param name="pool">Where slabs come from; waiting for it is the back-pressure.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Stops reading; slabs in hand go back to the pool.</param>
    public static SplitReader Open(ArchivePlan plan, PlannedSplit split, SlabPool pool, ReadOptions options, CancellationToken cancellation) =>
        new(ReadSplitAsync(plan, split, pool, options, cancellation).GetAsyncEnumerator(cancellation));

    /// <summary>The next batch, owned by the caller; null at the end.</summary>
    public async ValueTask<MessageBatch?> ReadAsync() => await _batches.MoveNextAsync().ConfigureAwait(false) ? _batches.Current : null;

    public async ValueTask DisposeAsync()
    {
        await _batches.DisposeAsync().ConfigureAwait(false);
        if (_closed is not null)
            await _closed().ConfigureAwait(false);
    }

    private static IAsyncEnumerable<MessageBatch> ReadSplitAsync(ArchivePlan plan, PlannedSplit split, SlabPool pool, ReadOptions options, CancellationToken cancellation)
    {
        ArchiveInput first = plan.Inputs[split.FirstInput];
        return first.Kind switch
        {
            ContentKind.Message => ReadFilesAsync(plan, split, pool, options, cancellation),
            ContentKind.Mbox => ReadRangeAsync(first, split, pool, options, cancellation),
            _ when CutStream.Of(plan, split) is { } stream => ReadOneAsync(plan, stream, stream.NumberOf(split), pool, options, cancellation),
            _ => ReadContainerAsync(first, split, null, pool, options, cancellation),
        };
    }

    /// <summary>One split of a compressed stream: what stands before it is expanded and passed over.</summary>
    private static async IAsyncEnumerable<MessageBatch> ReadOneAsync(
        ArchivePlan plan, CutStream stream, int number, SlabPool pool, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (MessageBatch batch in ReadCutAsync(plan, stream, pool, options, cancellation).ConfigureAwait(false))
        {
            if (batch.Split == number)
            {
                yield return batch;
                continue;
            }
            batch.Dispose();
            if (batch.Split > number)
                yield break;
        }
    }

    /// <summary>All splits of a compressed stream, in order; each batch says its split.</summary>
    internal static IAsyncEnumerable<MessageBatch> ReadCutAsync(ArchivePlan plan, CutStream stream, SlabPool pool, ReadOptions options, CancellationToken cancellation)
    {
        ArchiveInput input = plan.Inputs[stream.Input];
        return ReadContainerAsync(input, new PlannedSplit(0, stream.Input, 1, 0, input.Size), new SplitPlaces(stream.Starts), pool, options, cancellation);
    }

    private static async IAsyncEnumerable<MessageBatch> ReadFilesAsync(
        ArchivePlan plan, PlannedSplit split, SlabPool pool, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var packer = new MessagePacker(pool, options);
        for (int i = split.FirstInput; i < split.FirstInput + split.InputCount; i++)
        {
            ArchiveInput input = plan.Inputs[i];
            if (input.Size < SlabPool.SlabSize)
            {
                if (!packer.HasRoomFor(input.Size))
                    yield return packer.Take();
                await packer.BeginAsync(cancellation).ConfigureAwait(false);
                packer.AddFile(input);
                continue;
            }
            if (TryOpen(input, out Fault? fault) is not { } file)
            {
                packer.Add(fault!);
                continue;
            }
            await using (file)
            {
                await foreach (MessageBatch batch in packer.AddAsync(file, input.Name, input.Size, cancellation).ConfigureAwait(false))
                    yield return batch;
            }
        }
        if (packer.HasAny)
            yield return packer.Take();
    }

    private static async IAsyncEnumerable<MessageBatch> ReadRangeAsync(
        ArchiveInput input, PlannedSplit split, SlabPool pool, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (TryOpen(input, out Fault? fault) is not { } file)
        {
            yield return new MessageBatch(null, [], [fault!], input.Variant);
            yield break;
        }
        await using (file)
        {
            long from = Math.Max(0, split.Start - MboxFramer.LookBehind);
            file.Position = from;
            var mbox = new MboxReader(file, input.Name, input.Variant, input.Separators, SplitFinder.None, pool, options);
            await foreach (MessageBatch batch in mbox.ReadAsync(from, split.Start, split.End, cancellation).ConfigureAwait(false))
                yield return batch;
        }
    }

    private static async IAsyncEnumerable<MessageBatch> ReadContainerAsync(
        ArchiveInput input, PlannedSplit split, SplitPlaces? places, SlabPool pool, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Fault? fault = null;
        Stream? source = input.Path == "-" ? PipedSource.Start(Console.OpenStandardInput) : TryOpen(input, out fault);
        if (source is null)
        {
            yield return new MessageBatch(null, [], [fault!], MboxVariant.None);
            yield break;
        }
        await using (source)
        {
            using var container = new ContainerReader(pool, options, input.Variant == MboxVariant.None ? null : input.Variant, input.Separators, input.IsNamed);
            MemberRange range = input.Kind is ContentKind.Zip or ContentKind.Tar ? new MemberRange(split.Start, split.End, input.Size) : MemberRange.Whole;
            await foreach (MessageBatch batch in container.ReadAsync(source, input.Name, input.Size, range, places, cancellation).ConfigureAwait(false))
                yield return batch;
            if (range.IsWhole && !container.FoundMail && !container.FoundFault && input.IsNamed)
                yield return new MessageBatch(null, [], [new Fault(FaultKind.NotMail, input.Name, null, "holds no mail in a form that is read (mbox, .eml, Maildir).")], MboxVariant.None, split: container.Split);
        }
    }

    internal static Fault InputChanged(ArchiveInput input) =>
        new(FaultKind.InputChanged, input.Name, null, "changed after it was planned; it was not read. Run again with --restart.");

    /// <summary>Opens an input and checks that it is what was planned.</summary>
    private static ArchiveFile? TryOpen(ArchiveInput input, out Fault? fault)
    {
        fault = null;
        ArchiveFile? file = null;
        try
        {
            file = new ArchiveFile(input.Path);
            if (file.Length == input.Size && (input.Kind == ContentKind.Message || FileSample.HashOf(file.Handle, file.Length) == input.SampleHash))
                return file;
            fault = InputChanged(input);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = ArchivePlanner.ReadFault(input.Name, e);
        }
        file?.Dispose();
        return null;
    }
}
