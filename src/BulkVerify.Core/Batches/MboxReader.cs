using System.Runtime.CompilerServices;
using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// Reads one mbox, or a byte range of one, into batches. Bytes go straight into slabs and are framed there; only the beginning of the message that a slab
/// cuts is moved to the next one. A message over the limit becomes a fault and passes through a window of fixed size. Used once.
/// </summary>
internal sealed class MboxReader(Stream source, string archive, MboxVariant variant, SplitFinder splits, SlabPool pool, ReadOptions options)
{
    private const int ReadSize = 256 << 10;

    private readonly BatchBuilder _batch = new(variant, options) { Split = splits.SplitOf(0) };
    private int _split = splits.SplitOf(0);
    private Slab _slab = null!;
    private int _filled;
    private int _scanned;
    private long _slabOffset;
    private int _separator = -1;
    private int _headerStart;
    private int _trustedEnd = -1;
    private bool _trustChecked;

    /// <summary>Up to here the header of the open message was looked through for its end.</summary>
    private int _headerScanned;
    private long _framedUpTo;

    private bool _isHead;
    private long _refusedFrom = -1;
    private bool _sourceEnded;
    private Fault? _damage;
    private bool _finished;

    /// <summary>Split of the last message.</summary>
    public int Split => _split;

    /// <summary>Batches of the messages whose separator begins in [start, end). The source stands at <paramref name="sourceOffset"/>, at most a few bytes before start.</summary>
    public async IAsyncEnumerable<MessageBatch> ReadAsync(long sourceOffset, long start, long end, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _slab = await pool.RentAsync(cancellation).ConfigureAwait(false);
        _slabOffset = sourceOffset;
        _framedUpTo = start;
        _isHead = start == 0;
        _scanned = (int)(start - sourceOffset);
        try
        {
            while (!_finished)
            {
                if (MustMoveOn)
                {
                    if (EndsSplit && _batch.Count == 0)
                    {
                        if (_batch.HasFaults)
                            yield return _batch.Take(null);
                    }
                    else if (_batch.Count == 0)
                        await GrowAsync(cancellation).ConfigureAwait(false);
                    else if (_slab.Buffer.Length == SlabPool.SlabSize)
                        yield return MoveOn(await pool.RentAsync(cancellation).ConfigureAwait(false));
                    else
                    {
                        // The batch takes the large slab along: its turn is free again only when the batch is done.
                        byte[] aside = TakeTail(out MessageBatch batch);
                        yield return batch;
                        await BringBackAsync(aside, cancellation).ConfigureAwait(false);
                    }
                    _batch.Split = _split;
                    if (MustMoveOn)
                        continue;
                }
                await FillAsync(cancellation).ConfigureAwait(false);
                Frame(end);
            }
            if (_batch.Count > 0 || _batch.HasFaults)
                yield return _batch.Take(TakeSlab());
        }
        finally
        {
            _slab?.Dispose();
        }
    }

    /// <summary>The message that was begun belongs to another split than the batch.</summary>
    private bool EndsSplit => _split != _batch.Split;

    /// <summary>A large slab is for one message: what follows it goes on in an ordinary one.</summary>
    private bool MustMoveOn => EndsSplit || _batch.IsFull || _filled == _slab.Buffer.Length || (_batch.Count > 0 && _slab.Buffer.Length > SlabPool.SlabSize);

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        int room = Math.Min(ReadSize, _slab.Buffer.Length - _filled);
        if (room == 0 || _sourceEnded)
            return;
        try
        {
            int read = await source.ReadAsync(_slab.Buffer.AsMemory(_filled, room), cancellation).ConfigureAwait(false);
            _filled += read;
            _sourceEnded = read == 0;
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            _damage = new Fault(description.Kind, archive, _slabOffset + _filled, description.Detail);
            _sourceEnded = true;
        }
    }

    private void Frame(long end)
    {
        while (!_finished && !_batch.IsFull && !EndsSplit)
        {
            if (!SkipTrustedBody())
                return;
            ReadOnlySpan<byte> buffer = _slab.Buffer.AsSpan(0, _filled);
            int found = MboxFramer.Find(buffer, _scanned, _slabOffset == 0, _sourceEnded, out SeparatorMatch match, out int headerStart);
            if (match == SeparatorMatch.Found)
            {
                EndHead(found);
                Close(found);
                if (_slabOffset + found >= end)
                    _finished = true;
                else
                    Open(found, headerStart);
                continue;
            }
            // What may be the beginning of a separator is looked at again when more is there.
            _scanned = match == SeparatorMatch.Undecided ? found : Math.Max(_scanned, _filled - 8);
            if (_sourceEnded)
            {
                End();
                _finished = true;
            }
            return;
        }
    }

    /// <summary>What stands before the first separator of an archive, if it is more than blank lines, is the end of a message that is lost.</summary>
    private void EndHead(int end)
    {
        if (!_isHead)
            return;
        _isHead = false;
        if (_slabOffset == 0 && _slab.Buffer.AsSpan(0, end).IndexOfAnyExcept(" \t\r\n\uFEFF"u8) < 0)
            return;
        _framedUpTo = _slabOffset + end;
        _batch.Add(HeadlessMbox.Head(archive, _framedUpTo));
    }

    private void Open(int separator, int headerStart)
    {
        _separator = separator;
        _split = splits.SplitOf(_slabOffset + separator);
        _headerStart = headerStart;
        _scanned = headerStart;
        _headerScanned = headerStart;
        _trustedEnd = -1;
        _trustChecked = variant is not (MboxVariant.Cl or MboxVariant.Cl2);
    }

    /// <summary>Passes over a body whose Content-Length lands on a separator or the end. False when more bytes are needed to tell.</summary>
    private bool SkipTrustedBody()
    {
        // What is refused may have slid out of the window, its header too.
        if (_trustChecked || _separator < 0 || _refusedFrom >= 0)
            return true;
        ReadOnlySpan<byte> buffer = _slab.Buffer.AsSpan(0, _filled);
        if (_trustedEnd < 0 && !_sourceEnded && !HasWholeHeader(buffer))
            return false;
        if (_trustedEnd < 0)
            _trustedEnd = ContentLength.ExpectedEnd(buffer, _headerStart);
        if (_trustedEnd >= 0 && _trustedEnd - _separator <= options.MaxMessageBytes)
        {
            if (!_sourceEnded && _filled - _trustedEnd < MboxFramer.LookAhead)
                return false;
            if (_trustedEnd <= _filled && ContentLength.Lands(buffer, _trustedEnd, _sourceEnded, out int separator))
                _scanned = separator;
        }
        _trustChecked = true;
        return true;
    }

    /// <summary>Looks at each byte once, however often more of them come.</summary>
    private bool HasWholeHeader(ReadOnlySpan<byte> buffer)
    {
        ReadOnlySpan<byte> rest = buffer[_headerScanned..];
        if (rest.IndexOf("\n\n"u8) >= 0 || rest.IndexOf("\n\r\n"u8) >= 0)
            return true;
        _headerScanned = Math.Max(_headerScanned, buffer.Length - 2);
        return false;
    }

    /// <summary>Closes the last message; one that the archive's damage cut is refused, for a verdict on a part of it would be none.</summary>
    private void End()
    {
        if (_damage is null || _refusedFrom >= 0 || _separator < 0)
        {
            Close(_filled);
            if (_damage is not null)
                _batch.Add(_damage);
            return;
        }
        _batch.Refuse(_damage, _slabOffset + _filled - _framedUpTo);
        _framedUpTo = _slabOffset + _filled;
        _separator = -1;
    }

    private void Close(int next)
    {
        if (_separator < 0)
            return;
        long framed = _slabOffset + next - _framedUpTo;
        _framedUpTo = _slabOffset + next;
        if (_refusedFrom >= 0)
        {
            _batch.Refuse(TooLarge(_refusedFrom, _slabOffset + next - _refusedFrom), framed);
            _refusedFrom = -1;
        }
        else
        {
            ReadOnlySpan<byte> buffer = _slab.Buffer.AsSpan(0, _filled);
            int end = MboxFramer.TrimClosingEmptyLine(buffer, _headerStart, next);
            long offset = _slabOffset + _separator;
            if (end - _headerStart > options.MaxMessageBytes)
                _batch.Refuse(TooLarge(offset, end - _headerStart), framed);
            else
                _batch.Add(new MessageExtent(_separator, _headerStart, end - _headerStart, offset, framed, QuotedFrom.IsIn(buffer[_headerStart..end]), archive));
        }
        _separator = -1;
    }

    private Fault TooLarge(long offset, long size) => new(
        FaultKind.MessageTooLarge, archive, offset, $"message of {size} bytes is over --max-message {options.MaxMessageBytes}; counted as refused.");

    /// <summary>Hands out the messages of this slab and goes on in the next one with the beginning of the message that is cut.</summary>
    private MessageBatch MoveOn(Slab next)
    {
        int keep = KeepFrom();
        int length = _filled - keep;
        _slab.Buffer.AsSpan(keep, length).CopyTo(next.Buffer);
        MessageBatch batch = _batch.Take(TakeSlab());
        _slab = next;
        Shift(keep, length);
        return batch;
    }

    /// <summary>Hands out the messages of a large slab; what follows them is returned.</summary>
    private byte[] TakeTail(out MessageBatch batch)
    {
        int keep = KeepFrom();
        byte[] tail = _slab.Buffer.AsSpan(keep, _filled - keep).ToArray();
        batch = _batch.Take(TakeSlab());
        Shift(keep, tail.Length);
        return tail;
    }

    private async ValueTask BringBackAsync(byte[] tail, CancellationToken cancellation)
    {
        _slab = tail.Length < SlabPool.SlabSize
            ? await pool.RentAsync(cancellation).ConfigureAwait(false)
            : await pool.RentLargeAsync(tail.Length + ReadSize, cancellation).ConfigureAwait(false);
        tail.CopyTo(_slab.Buffer, 0);
    }

    /// <summary>Makes room for one message that does not fit: a larger slab up to the limit, then a window that slides over what is refused.</summary>
    private async ValueTask GrowAsync(CancellationToken cancellation)
    {
        int keep = KeepFrom();
        if (_refusedFrom >= 0 || (_separator >= 0 && _filled - _separator > options.MaxMessageBytes + MboxFramer.LookAhead))
        {
            if (_refusedFrom < 0)
                _refusedFrom = _slabOffset + _separator;
            keep = Math.Max(keep, _filled - MboxFramer.LookAhead);
        }
        int length = _filled - keep;
        ReadOnlyMemory<byte> kept = _slab.Buffer.AsMemory(keep, length);
        if (length > SlabPool.SlabSize / 2)
            await EnlargeAsync(kept, cancellation).ConfigureAwait(false);
        else if (_slab.Buffer.Length == SlabPool.SlabSize)
            kept.Span.CopyTo(_slab.Buffer);
        else
        {
            // The large slab is given back before an ordinary one is asked for, so that readers never wait for each other.
            byte[] aside = kept.ToArray();
            TakeSlab().Dispose();
            _slab = await pool.RentAsync(cancellation).ConfigureAwait(false);
            aside.CopyTo(_slab.Buffer, 0);
        }
        Shift(keep, length);
    }

    private async ValueTask EnlargeAsync(ReadOnlyMemory<byte> kept, CancellationToken cancellation)
    {
        long size = Math.Min(4L * _slab.Buffer.Length, options.MaxMessageBytes + (2L * MboxFramer.LookAhead) + ReadSize);
        size = Math.Max(size, kept.Length + ReadSize);
        Slab old = _slab;
        if (old.Buffer.Length > SlabPool.SlabSize)
            _slab = pool.Enlarge(old, (int)size);
        else
            _slab = await pool.RentLargeAsync((int)size, cancellation).ConfigureAwait(false);
        kept.CopyTo(_slab.Buffer);
        old.Dispose();
    }

    /// <summary>First byte that is still needed: of the open message, else two bytes before the place of scanning, for the empty line before a separator.</summary>
    private int KeepFrom() => _refusedFrom >= 0 ? Math.Max(0, _scanned - 4) : _separator >= 0 ? _separator : Math.Max(0, _scanned - 4);

    private void Shift(int by, int filled)
    {
        _slabOffset += by;
        _filled = filled;
        _scanned = Math.Max(0, _scanned - by);
        _headerStart -= by;
        _headerScanned -= by;
        if (_separator >= 0)
            _separator = Math.Max(0, _separator - by);
        if (_trustedEnd >= 0)
            _trustedEnd -= by;
    }

    private Slab TakeSlab()
    {
        Slab slab = _slab;
        _slab = null!;
        return slab;
    }
}
