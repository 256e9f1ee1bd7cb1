using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using BulkVerify.Archives;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.GZip;

namespace BulkVerify.Batches;

/// <summary>
/// Reads mail out of compressed files, tar and zip, and out of any of these inside each other, up to the limits on expansion, members and nesting.
/// Nothing is ever written to disk: member paths are names only. Used once, by one reader.
/// </summary>
internal sealed class ContainerReader(SlabPool pool, ReadOptions options, MboxVariant? forcedVariant) : IDisposable
{
    /// <summary>Bytes of a stream that decide what it is and which mbox variant.</summary>
    private const int PeekLength = 256 << 10;

    private const int ReadSize = 64 << 10;

    private readonly MessagePacker _packer = new(pool, options);
    private int _members;
    private long _skipped;
    private bool _anyMail;

    /// <summary>True once something in the container was mail.</summary>
    public bool FoundMail => _anyMail;

    /// <summary>True once something in the container could not be read.</summary>
    public bool FoundFault { get; private set; }

    /// <summary>Batches of everything inside <paramref name="source"/>, which is disposed by the caller.</summary>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(Stream source, string name, long size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (MessageBatch batch in ReadAnyAsync(source, name, size, 0, cancellation).ConfigureAwait(false))
            yield return batch;
        if (_packer.HasAny)
            yield return _packer.Take();
        if (_skipped > 0)
            yield return new MessageBatch(null, [], [], MboxVariant.None, skippedMembers: _skipped);
    }

    public void Dispose() => _packer.Dispose();

    private async IAsyncEnumerable<MessageBatch> ReadAnyAsync(Stream source, string name, long size, int depth, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (PrefixedStream Stream, ReadOnlyMemory<byte> Prefix)? peeked = await TryPeekAsync(source, name, cancellation).ConfigureAwait(false);
        if (peeked is not { } content)
            yield break;
        ContentKind kind = ContentRecognizer.Recognize(content.Prefix.Span, name, out string? advice);
        if (depth >= options.MaxNesting && kind is ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd or ContentKind.Tar or ContentKind.Zip)
        {
            Add(new Fault(FaultKind.ExpansionLimit, name, null, $"containers are nested deeper than {options.MaxNesting}; this one was not read."));
            yield break;
        }
        IAsyncEnumerable<MessageBatch>? batches = kind switch
        {
            ContentKind.Mbox => ReadMboxAsync(content.Stream, content.Prefix, name, cancellation),
            ContentKind.Message => ReadMessageAsync(content.Stream, name, size, cancellation),
            ContentKind.Gzip or ContentKind.Bzip2 or ContentKind.Zstd => ReadCompressedAsync(kind, content.Stream, name, depth, cancellation),
            ContentKind.Tar => ReadTarAsync(content.Stream, name, depth, cancellation),
            ContentKind.Zip => ReadZipAsync(source, name, depth, cancellation),
            _ => null,
        };
        if (batches is null)
        {
            Skip(kind, name, advice);
            yield break;
        }
        await foreach (MessageBatch batch in batches.ConfigureAwait(false))
            yield return batch;
    }

    private async ValueTask<(PrefixedStream, ReadOnlyMemory<byte>)?> TryPeekAsync(Stream source, string name, CancellationToken cancellation)
    {
        try
        {
            return await PrefixedStream.PeekAsync(source, PeekLength, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            Add(new Fault(description.Kind, name, null, description.Detail));
            return null;
        }
    }

    private void Skip(ContentKind kind, string name, string? advice)
    {
        if (kind == ContentKind.Unsupported)
            Add(new Fault(FaultKind.UnsupportedFormat, name, null, $"is {advice}"));
        else
            _skipped++;
    }

    private async IAsyncEnumerable<MessageBatch> ReadMboxAsync(Stream source, ReadOnlyMemory<byte> prefix, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _anyMail = true;
        MboxVariant variant = forcedVariant ?? MboxSampler.Decide(prefix.Span, prefix.Length < PeekLength);
        var mbox = new MboxReader(source, name, variant, pool, options);
        await foreach (MessageBatch batch in mbox.ReadAsync(0, 0, long.MaxValue, cancellation).ConfigureAwait(false))
            yield return batch;
    }

    private IAsyncEnumerable<MessageBatch> ReadMessageAsync(Stream source, string name, long size, CancellationToken cancellation)
    {
        _anyMail = true;
        return _packer.AddAsync(source, name, size, cancellation);
    }

    private async IAsyncEnumerable<MessageBatch> ReadCompressedAsync(ContentKind kind, Stream source, string name, int depth, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var counted = new CountingStream(source);
        // The BCL's GZipStream takes a file that was cut short for a whole one; this one notices.
        Func<Stream> expand = kind switch
        {
            ContentKind.Gzip => () => new GZipInputStream(counted, ReadSize) { IsStreamOwner = false },
            ContentKind.Bzip2 => () => new BZip2InputStream(counted) { IsStreamOwner = false },
            _ => () => new ZstdSharp.DecompressionStream(counted, leaveOpen: true),
        };
        await using Stream piped = PipedSource.Start(() => new LimitedStream(expand(), () => counted.Count, options));
        await foreach (MessageBatch batch in ReadAnyAsync(piped, name, 0, depth + 1, cancellation).ConfigureAwait(false))
            yield return batch;
    }

    private async IAsyncEnumerable<MessageBatch> ReadTarAsync(Stream source, string name, int depth, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var tar = new TarReader(source, leaveOpen: true);
        while (await NextEntryAsync(tar, name, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile) || entry.DataStream is not { } data)
                continue;
            if (!CountMember(name))
                yield break;
            await foreach (MessageBatch batch in ReadAnyAsync(data, $"{name}!{entry.Name}", entry.Length, depth + 1, cancellation).ConfigureAwait(false))
                yield return batch;
        }
    }

    private async ValueTask<TarEntry?> NextEntryAsync(TarReader tar, string name, CancellationToken cancellation)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } || e is FormatException or ArgumentException or NotSupportedException)
        {
            Add(new Fault(FaultKind.Damaged, name, null, $"the archive is cut short or damaged ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); what stands before it was verified."));
            return null;
        }
    }

    private async IAsyncEnumerable<MessageBatch> ReadZipAsync(Stream source, string name, int depth, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (OpenZip(source, name) is not { } zip)
            yield break;
        using (zip)
        {
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                if (entry.FullName.EndsWith('/') || !CountMember(name))
                    continue;
                string member = $"{name}!{entry.FullName}";
                if (OpenMember(entry, member) is not { } data)
                    continue;
                await using Stream limited = new LimitedStream(data, () => Math.Max(entry.CompressedLength, 1), options);
                await foreach (MessageBatch batch in ReadAnyAsync(limited, member, entry.Length, depth + 1, cancellation).ConfigureAwait(false))
                    yield return batch;
            }
        }
    }

    private ZipArchive? OpenZip(Stream source, string name)
    {
        if (!source.CanSeek)
        {
            Add(new Fault(FaultKind.UnsupportedFormat, name, null, "is a zip inside another container or a pipe, which cannot be read in one pass: unpack it first."));
            return null;
        }
        try
        {
            source.Position = 0;
            var zip = new ZipArchive(source, ZipArchiveMode.Read, leaveOpen: true);
            _ = zip.Entries.Count;
            return zip;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            Add(new Fault(FaultKind.Damaged, name, null, $"the zip cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})."));
            return null;
        }
    }

    private Stream? OpenMember(ZipArchiveEntry entry, string member)
    {
        try
        {
            return entry.Open();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            Add(new Fault(FaultKind.Damaged, member, null, $"the member cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})."));
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
