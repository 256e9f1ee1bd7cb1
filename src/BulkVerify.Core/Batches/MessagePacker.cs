using System.Runtime.CompilerServices;
using BulkVerify.Archives;
using Microsoft.Win32.SafeHandles;

namespace BulkVerify.Batches;

/// <summary>Packs single messages (files, members) into slabs, several to a batch. Used once, by one reader.</summary>
internal sealed class MessagePacker(SlabPool pool, ReadOptions options) : IDisposable
{
    private readonly BatchBuilder _batch = new(MboxVariant.None, options);
    private Slab? _slab;
    private int _filled;

    public bool HasAny => _batch.HasAny;

    /// <summary>See <see cref="MessageBatch.Split"/>; changed only when everything before was taken.</summary>
    public int Split { get => _batch.Split; set => _batch.Split = value; }

    public void Add(Fault fault) => _batch.Add(fault);

    /// <summary>Counts a member that is not mail.</summary>
    public void Skip() => _batch.Skip();

    /// <summary>False when a file of less than a slab must wait until <see cref="Take"/> has made room for it.</summary>
    public bool HasRoomFor(long size) => !_batch.IsFull && (_slab is null || (!IsLarge && _slab.Buffer.Length - _filled > size));

    /// <summary>A large slab is for one message.</summary>
    private bool IsLarge => _slab is { } slab && slab.Buffer.Length > SlabPool.SlabSize;

    /// <summary>Makes a slab ready for <see cref="AddFile"/>.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellation) => _slab ??= await pool.RentAsync(cancellation).ConfigureAwait(false);

    /// <summary>Adds a whole file that there is room for, or the fault that it met. One open, one read, one close: a stream would cost more than the mail in it.</summary>
    public void AddFile(ArchiveInput input)
    {
        if (input.Size > options.MaxMessageBytes)
        {
            _batch.Refuse(TooLarge(input.Name, input.Size), input.Size);
            return;
        }
        int start = _filled;
        try
        {
            using SafeFileHandle file = File.OpenHandle(input.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // Room for an octet more shows a file that grew.
            _filled += FileSample.ReadAt(file, 0, _slab!.Buffer.AsSpan(start, (int)input.Size + 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _batch.Add(ArchivePlanner.ReadFault(input.Name, e));
            return;
        }
        if (FileSample.Matches(_slab.Buffer.AsSpan(start, _filled - start), input))
            Close(start, input.Name);
        else
        {
            _filled = start;
            _batch.Add(SplitReader.InputChanged(input));
        }
    }

    /// <summary>Adds the message that the source holds; returns the full batches that this made. <paramref name="size"/> is a hint of its length, 0 when unknown.</summary>
    public async IAsyncEnumerable<MessageBatch> AddAsync(Stream source, string archive, long size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (size > options.MaxMessageBytes)
        {
            _batch.Refuse(TooLarge(archive, size), size);
            yield break;
        }
        if (_slab is null || !HasRoomFor(size))
        {
            if (HasAny)
                yield return Take();
            _slab ??= await pool.RentAsync(cancellation).ConfigureAwait(false);
        }
        int start = _filled;
        while (true)
        {
            if (_filled == _slab.Buffer.Length && start > 0)
            {
                // What was read of this message moves to a slab of its own.
                byte[] aside = _slab.Buffer.AsSpan(start).ToArray();
                _filled = start;
                yield return Take();
                _slab = await pool.RentAsync(cancellation).ConfigureAwait(false);
                aside.CopyTo(_slab.Buffer, 0);
                (start, _filled) = (0, aside.Length);
            }
            else if (_filled == _slab.Buffer.Length)
                await EnlargeAsync(cancellation).ConfigureAwait(false);
            if (await TryFillAsync(source, archive, start, size, cancellation).ConfigureAwait(false) is not { } read)
                yield break;
            if (read == 0)
                break;
        }
        Close(start, archive);
    }

    /// <summary>Reads on in a message that begins at <paramref name="start"/>: bytes read, 0 at its end; null where it is damaged or too large, which is said, and it is taken out.</summary>
    private async ValueTask<int?> TryFillAsync(Stream source, string archive, int start, long size, CancellationToken cancellation)
    {
        try
        {
            int read = await source.ReadAsync(_slab!.Buffer.AsMemory(_filled), cancellation).ConfigureAwait(false);
            _filled += read;
            if (_filled - start <= options.MaxMessageBytes)
                return read;
            _batch.Refuse(TooLarge(archive, size), _filled - start);
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            _batch.Add(new Fault(description.Kind, archive, _filled - start, description.Detail));
        }
        _filled = start;
        return null;
    }

    /// <summary>The batch so far.</summary>
    public MessageBatch Take()
    {
        Slab? slab = _slab;
        _slab = null;
        _filled = 0;
        return _batch.Take(slab);
    }

    public void Dispose() => _slab?.Dispose();

    private void Close(int start, string archive)
    {
        ReadOnlySpan<byte> message = _slab!.Buffer.AsSpan(start, _filled - start);
        (int separator, int begin) = MessageStart.Of(message);
        _batch.Add(new MessageExtent(start + separator, start + begin, message.Length - begin, 0, message.Length, HasQuotedFrom: false, archive));
    }

    private async ValueTask EnlargeAsync(CancellationToken cancellation)
    {
        Slab old = _slab!;
        int size = (int)Math.Min(4L * old.Buffer.Length, options.MaxMessageBytes + SlabPool.SlabSize);
        _slab = old.Buffer.Length > SlabPool.SlabSize ? pool.Enlarge(old, size) : await pool.RentLargeAsync(size, cancellation).ConfigureAwait(false);
        old.Buffer.AsSpan(0, _filled).CopyTo(_slab.Buffer);
        old.Dispose();
    }

    private Fault TooLarge(string archive, long size) => new(
        FaultKind.MessageTooLarge, archive, 0, $"message {(size > 0 ? $"of {size} bytes " : "")}is over --max-message {options.MaxMessageBytes}; counted as refused.");
}
