using System.Formats.Tar;
using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Reads mail out of compressed files, tar and zip, and out of any of these inside each other, up to the limits on expansion, members and nesting.
/// Nothing is ever written to disk: member paths are names only. Used once, by one reader.
/// </summary>
/// <param name="isNamed">True when the user named the container itself: then less makes mail of it.</param>
internal sealed class ContainerReader(SlabPool pool, ReadOptions options, MboxVariant? forcedVariant, bool isNamed) : IDisposable
{
    private const int ReadSize = 64 << 10;

    /// <summary>Expanded bytes of what is not mail that are read to tell it from mail that is damaged: more than a block of any compression.</summary>
    private const int DamageProbe = 4 << 20;

    private readonly MessagePacker _packer = new(pool, options);
    private int _members;
    private MemberRange _range = MemberRange.Whole;

    /// <summary>True once something in the container was mail.</summary>
    public bool FoundMail { get; private set; }

    /// <summary>True once something in the container could not be read.</summary>
    public bool FoundFault { get; private set; }

    /// <summary>Split of the last batch; see <see cref="MessageBatch.Split"/>.</summary>
    public int Split => _packer.Split;

    /// <summary>Batches of everything inside <paramref name="source"/>, which is disposed by the caller.</summary>
    /// <param name="range">Which members of a tar or zip that can be sought in.</param>
    /// <param name="places">The splits of a compressed file that is cut: each batch then says its split, and they come in order.</param>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(
        Stream source, string name, long size, MemberRange range, SplitPlaces? places, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _range = range;
        await foreach (MessageBatch batch in ReadAnyAsync(source, name, size, 0, new SplitFinder(places, 0, false), isNamed, cancellation).ConfigureAwait(false))
            yield return batch;
        if (_packer.HasAny)
            yield return _packer.Take();
    }

    public void Dispose() => _packer.Dispose();

    /// <param name="isAlone">True when the user named it, or the compressed file that holds nothing else.</param>
    private async IAsyncEnumerable<MessageBatch> ReadAnyAsync(
        Stream source, string name, long size, int depth, SplitFinder splits, bool isAlone, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_packer.Split != splits.SplitOf(0))
        {
            if (_packer.HasAny)
                yield return _packer.Take();
            _packer.Split = splits.SplitOf(0);
        }
        (PrefixedStream stream, ReadOnlyMemory<byte> prefix) = await PrefixedStream.PeekAsync(source, ContentRecognizer.PrefixLength, cancellation).ConfigureAwait(false);
        ContentKind kind = ContentRecognizer.Recognize(prefix.Span, name, out string? advice);
        if (kind == ContentKind.NotMail || (isAlone && HeadRecognizer.Suits(kind, name)))
            (stream, kind) = await HeadRecognizer.RecognizeAsync(source, stream, kind, isAlone, cancellation).ConfigureAwait(false);
        if (depth >= options.MaxNesting && kind is ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd or ContentKind.Tar or ContentKind.Zip)
        {
            Add(new Fault(FaultKind.ExpansionLimit, name, null, $"containers are nested deeper than {options.MaxNesting}; this one was not read."));
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
            Add(new Fault(FaultKind.UnsupportedFormat, name, null, $"is {advice}"));
        else
            _packer.Skip();
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
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            Add(new Fault(description.Kind, name, position, description.Detail));
            return false;
        }
    }

    private async IAsyncEnumerable<MessageBatch> ReadMboxAsync(Stream source, string name, long size, SplitFinder splits, [EnumeratorCancellation] CancellationToken cancellation)
    {
        FoundMail = true;
        int sampleLength = size > 0 ? (int)Math.Min(size, MboxSampler.SampleLength) : MboxSampler.SampleLength;
        (PrefixedStream stream, ReadOnlyMemory<byte> sample) = await PrefixedStream.PeekAsync(source, forcedVariant is null ? sampleLength : 0, cancellation).ConfigureAwait(false);
        MboxVariant variant = forcedVariant ?? MboxSampler.Decide(sample.Span, sample.Length < MboxSampler.SampleLength);
        // What was packed stands before it.
        if (_packer.HasAny)
            yield return _packer.Take();
        var mbox = new MboxReader(stream, name, variant, splits, pool, options);
        await foreach (MessageBatch batch in mbox.ReadAsync(0, 0, long.MaxValue, cancellation).ConfigureAwait(false))
            yield return batch;
        _packer.Split = mbox.Split;
    }

    private IAsyncEnumerable<MessageBatch> ReadMessageAsync(Stream source, string name, long size, CancellationToken cancellation)
    {
        FoundMail = true;
        return _packer.AddAsync(source, name, size, cancellation);
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

    private async IAsyncEnumerable<MessageBatch> ReadTarAsync(Stream source, string name, int depth, SplitFinder splits, [EnumeratorCancellation] CancellationToken cancellation)
    {
        MemberRange range = depth == 0 && source.CanSeek ? _range : MemberRange.Whole;
        var names = new MemberNames(name);
        await using var tar = new TarReader(source, leaveOpen: true);
        while (await NextEntryAsync(tar, source, range, name, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile) || entry.DataStream is not { } data)
                continue;
            string member = names.Next(entry.Name);
            if (range.IsAfter(entry.DataOffset) || !CountMember(name))
                yield break;
            if (!range.Contains(entry.DataOffset))
                continue;
            if (entry is PaxTarEntry { ExtendedAttributes: var attributes } && attributes.Keys.Any(k => k.StartsWith("GNU.sparse.", StringComparison.Ordinal)))
            {
                Add(new Fault(FaultKind.UnsupportedFormat, member, null, "is a sparse file inside a tar: unpack it first."));
                continue;
            }
            await foreach (MessageBatch batch in ReadAnyAsync(data, member, entry.Length, depth + 1, splits.Places is null ? splits : splits.At(source.Position), isAlone: false, cancellation).ConfigureAwait(false))
                yield return batch;
        }
    }

    private async ValueTask<TarEntry?> NextEntryAsync(TarReader tar, Stream source, MemberRange range, string name, CancellationToken cancellation)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } || e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Every range passes here: the one that holds the place tells.
            if (range.IsWhole || range.Contains(source.Position - 1) || (range.IsLast && !range.IsBefore(source.Position)))
                Add(new Fault(FaultKind.Damaged, name, null, $"the archive is cut short or damaged ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); what stands before it was verified."));
            return null;
        }
    }

    private async IAsyncEnumerable<MessageBatch> ReadZipAsync(Stream source, string name, int depth, SplitFinder splits, [EnumeratorCancellation] CancellationToken cancellation)
    {
        MemberRange range = depth == 0 && source.CanSeek ? _range : MemberRange.Whole;
        if (OpenZip(source, name) is not { } zip || !(zip.IsListed || range.IsFirst))
            yield break;
        if (range.IsFirst && zip is ListedZip { Prefix: > 0 and var prefix } listed && !listed.IsProgram)
            Add(new Fault(FaultKind.Damaged, name, 0, FormattableString.Invariant($"bytes 0 to {prefix - 1} ({prefix} bytes) before the zip are none of it; they were not read.")));
        var names = new MemberNames(name);
        long position = 0;
        while (NextMember(zip, name, reportsDamage: range.IsFirst) is { } entry)
        {
            string member = names.Next(entry.Name);
            bool isInRange = !zip.IsListed || range.Contains(position);
            position += entry.StoredLength;
            if (entry.IsFolder || !CountMember(name) || !isInRange || OpenMember(zip, entry, member) is not { } data)
                continue;
            await using (data)
            {
                await foreach (MessageBatch batch in ReadAnyAsync(data, member, entry.Length, depth + 1, splits.Within(), isAlone: false, cancellation).ConfigureAwait(false))
                    yield return batch;
            }
        }
        if (source.CanSeek && zip is StreamedZip { IsComplete: true })
            Add(new Fault(FaultKind.Damaged, name, null, "the directory at the end of the zip is missing or damaged; the members before it were read one after the other."));
    }

    /// <summary>The zip by its directory; one that cannot be sought in, or has lost its directory, from front to back.</summary>
    private IZipMembers? OpenZip(Stream source, string name)
    {
        try
        {
            if (source.CanSeek && ListedZip.TryOpen(source) is { } listed)
                return listed;
            return new StreamedZip(Sought(source) ?? source);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            Add(new Fault(description.Kind, name, null, description.Detail));
            return null;
        }
    }

    private ZipMember? NextMember(IZipMembers zip, string name, bool reportsDamage)
    {
        try
        {
            return zip.Next();
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            if (reportsDamage)
                Add(new Fault(description.Kind, name, null, description.Detail));
            return null;
        }
    }

    /// <summary>The bytes of a member; null with the fault.</summary>
    private Stream? OpenMember(IZipMembers zip, in ZipMember entry, string member)
    {
        if (entry.Refusal is { } refusal)
        {
            Add(new Fault(FaultKind.UnsupportedFormat, member, null, refusal));
            return null;
        }
        try
        {
            return zip.Open(options);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            Add(new Fault(description.Kind, member, null, description.Detail));
            return null;
        }
    }

    private bool CountMember(string name)
    {
        if (++_members <= options.MaxMembers)
            return true;
        if (_members == options.MaxMembers + 1)
            Add(new Fault(FaultKind.ExpansionLimit, name, null, $"holds more than {options.MaxMembers} members; the rest was not read."));
        return false;
    }

    private void Add(Fault fault)
    {
        FoundFault = true;
        _packer.Add(fault);
    }
}
