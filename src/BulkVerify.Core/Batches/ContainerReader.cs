using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Reads mail out of compressed files, tar and zip, and out of any of these inside each other, up to the limits on expansion, members and nesting.
/// Nothing is ever written to disk: member paths are names only. Used once, by one reader.
/// </summary>
/// <param name="isNamed">True when the user named the container itself: then less makes mail of it.</param>
internal sealed class ContainerReader(SlabPool pool, ReadOptions options, MboxVariant? forcedVariant, MboxSeparators separators, bool isNamed) : IDisposable
{
    private const int ReadSize = 64 << 10;

    /// <summary>Expanded bytes of what is not mail that are read to tell it from mail that is damaged: more than a block of any compression.</summary>
    private const int DamageProbe = 4 << 20;

    private readonly ContainerOutput _output = new(pool, options);
    private MemberRange _range = MemberRange.Whole;

    private MessagePacker Packer => _output.Packer;

    /// <summary>True once something in the container was mail.</summary>
    public bool FoundMail { get; private set; }

    /// <summary>True once something in the container could not be read.</summary>
    public bool FoundFault => _output.HasFaults;

    /// <summary>Split of the last batch; see <see cref="MessageBatch.Split"/>.</summary>
    public int Split => Packer.Split;

    /// <summary>Batches of everything inside <paramref name="source"/>, which is disposed by the caller.</summary>
    /// <param name="range">Which members of a tar or zip that can be sought in.</param>
    /// <param name="places">The splits of a compressed file that is cut: each batch then says its split, and they come in order.</param>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(
        Stream source, string name, long size, MemberRange range, SplitPlaces? places, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _range = range;
        await foreach (MessageBatch batch in ReadAnyAsync(source, name, size, 0, new SplitFinder(places, 0, false), isNamed, cancellation).ConfigureAwait(false))
            yield return batch;
        if (Packer.HasAny)
            yield return Packer.Take();
    }

    public void Dispose() => _output.Dispose();

    /// <param name="isAlone">True when the user named it, or the compressed file that holds nothing else.</param>
    private async IAsyncEnumerable<MessageBatch> ReadAnyAsync(
        Stream source, string name, long size, int depth, SplitFinder splits, bool isAlone, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Packer.Split != splits.SplitOf(0))
        {
            if (Packer.HasAny)
                yield return Packer.Take();
            Packer.Split = splits.SplitOf(0);
        }
        (PrefixedStream stream, ReadOnlyMemory<byte> prefix) = await PrefixedStream.PeekAsync(source, ContentRecognizer.PrefixLength, cancellation).ConfigureAwait(false);
        ContentKind kind = ContentRecognizer.Recognize(prefix.Span, name, out string? advice);
        if (kind == ContentKind.NotMail || (isAlone && HeadRecognizer.Suits(kind, name)))
            (stream, kind) = await HeadRecognizer.RecognizeAsync(source, stream, kind, isAlone, cancellation).ConfigureAwait(false);
        if (depth >= options.MaxNesting && kind is ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd or ContentKind.Tar or ContentKind.Zip)
        {
            _output.Add(new Fault(FaultKind.ExpansionLimit, name, null, $"containers are nested deeper than {options.MaxNesting}; this one was not read: unpack the outer ones first."));
            yield break;
        }
        IAsyncEnumerable<MessageBatch>? batches = kind switch
        {
            ContentKind.Mbox => ReadMboxAsync(stream, name, size, splits, cancellation),
            ContentKind.Message => ReadMessageAsync(stream, name, size, cancellation),
            ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd => ReadCompressedAsync(kind, stream, name, depth, splits, isAlone, cancellation),
            ContentKind.Tar => ReadTarAsync(Sought(source) ?? stream, name, depth, splits, cancellation),
            ContentKind.Zip => ReadZipAsync(Sought(source) ?? stream, name, depth, splits, cancellation),
            _ => null,
        };
        if (batches is null)
        {
            await SkipAsync(kind, stream, name, advice, cancellation).ConfigureAwait(false);
            yield break;
        }
        await foreach (MessageBatch batch in batches.ConfigureAwait(false))
            yield return batch;
    }

    /// <summary>The source at its start again; null when it cannot be sought in.</summary>
    private static Stream? Sought(Stream source)
    {
        if (!source.CanSeek)
            return null;
        source.Position = 0;
        return source;
    }

    /// <summary>What is not mail is passed over, unless it is damaged: then it may have been mail.</summary>
    private async ValueTask SkipAsync(ContentKind kind, Stream stream, string name, string? advice, CancellationToken cancellation)
    {
        if (!await PassOverAsync(stream, name, 0, cancellation).ConfigureAwait(false))
            return;
        if (kind == ContentKind.Unsupported)
            _output.Add(new Fault(FaultKind.UnsupportedFormat, name, null, $"is {advice}"));
        else
            Packer.Skip();
    }

    /// <summary>False where the next few megabytes are damaged, which is a fault.</summary>
    private async ValueTask<bool> PassOverAsync(Stream stream, string name, long position, CancellationToken cancellation)
    {
        long end = position + DamageProbe;
        try
        {
            byte[] passed = new byte[ReadSize];
            for (int read; position < end && (read = await stream.ReadAsync(passed, cancellation).ConfigureAwait(false)) > 0; position += read)
            {
            }
            return true;
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } damage)
        {
            _output.Add(damage, name, position);
            return false;
        }
    }

    private async IAsyncEnumerable<MessageBatch> ReadMboxAsync(Stream source, string name, long size, SplitFinder splits, [EnumeratorCancellation] CancellationToken cancellation)
    {
        FoundMail = true;
        int sampleLength = size > 0 ? (int)Math.Min(size, MboxSampler.SampleLength) : MboxSampler.SampleLength;
        (PrefixedStream stream, ReadOnlyMemory<byte> sample) = await PrefixedStream.PeekAsync(source, sampleLength, cancellation).ConfigureAwait(false);
        MboxForm form = MboxSampler.Decide(sample.Span, sample.Length < MboxSampler.SampleLength, forcedVariant, separators);
        // What was packed stands before it.
        if (Packer.HasAny)
            yield return Packer.Take();
        var mbox = new MboxReader(stream, name, form.Variant, form.Separators, splits, pool, options);
        await foreach (MessageBatch batch in mbox.ReadAsync(0, 0, long.MaxValue, cancellation).ConfigureAwait(false))
            yield return batch;
        Packer.Split = mbox.Split;
    }

    private IAsyncEnumerable<MessageBatch> ReadMessageAsync(Stream source, string name, long size, CancellationToken cancellation)
    {
        FoundMail = true;
        return Packer.AddAsync(source, name, size, cancellation);
    }

    private async IAsyncEnumerable<MessageBatch> ReadCompressedAsync(
        ContentKind kind, Stream source, string name, int depth, SplitFinder splits, bool isAlone, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var counted = new CountingStream(source);
        Func<Stream> expand = kind switch
        {
            ContentKind.Gzip => () => new GzipStreams(counted),
            ContentKind.Bzip2 => () => new Bzip2Streams(counted),
            _ => () => new ZstdSharp.DecompressionStream(new ZstdPieces(counted), leaveOpen: true),
        };
        Stream Limited() => new LimitedStream(expand(), () => counted.Count, options);
        await using PipedSource piped = PipedSource.Start(depth == 0 && splits.Places is { } places ? () => new PlacedStream(Limited(), () => counted.Count, places) : Limited);
        await foreach (MessageBatch batch in ReadAnyAsync(piped, name, 0, depth + 1, depth == 0 ? splits : splits.Within(), isAlone, cancellation).ConfigureAwait(false))
            yield return batch;
        // The checksum stands behind the last byte, which a tar ends before.
        if (!piped.HasFailed)
            await PassOverAsync(piped, name, piped.Position, cancellation).ConfigureAwait(false);
    }

    private IAsyncEnumerable<MessageBatch> ReadTarAsync(Stream source, string name, int depth, SplitFinder splits, CancellationToken cancellation) =>
        ReadMembersAsync(new TarMemberReader(source, name, RangeOf(source, depth), splits, _output).ReadAsync(cancellation), depth, cancellation);

    private IAsyncEnumerable<MessageBatch> ReadZipAsync(Stream source, string name, int depth, SplitFinder splits, CancellationToken cancellation) =>
        ReadMembersAsync(new ZipMemberReader(source, name, RangeOf(source, depth), splits.Within(), _output, options).ReadAsync(cancellation), depth, cancellation);

    /// <summary>The members to read: only those of the range where the container is the input itself and can be sought in.</summary>
    private MemberRange RangeOf(Stream source, int depth) => depth == 0 && source.CanSeek ? _range : MemberRange.Whole;

    private async IAsyncEnumerable<MessageBatch> ReadMembersAsync(IAsyncEnumerable<ContainerMember> members, int depth, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (ContainerMember member in members.ConfigureAwait(false))
        {
            await foreach (MessageBatch batch in ReadAnyAsync(member.Data, member.Name, member.Length, depth + 1, member.Splits, isAlone: false, cancellation).ConfigureAwait(false))
                yield return batch;
        }
    }
}
