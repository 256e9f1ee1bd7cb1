using BulkVerify.Archives;

namespace BulkVerify.Batches;

/// <summary>
/// The stretch of an archive that is in memory, in a slab that its source is read into. When it is full the slab is handed out, enlarged or used again, and what is still needed is at the
/// beginning of the next window. Owns its slab; used by one reader.
/// </summary>
internal sealed class SlabWindow(Stream source, string archive, SlabPool pool) : IDisposable
{
    private const int ReadSize = 256 << 10;

    private Slab? _slab;
    private int _filled;

    /// <summary>Offset of the first byte, in bytes of the archive.</summary>
    public long Offset { get; private set; }

    /// <summary>True once the source has no more, or is damaged.</summary>
    public bool IsLast { get; private set; }

    /// <summary>What ended the source; null where it is whole.</summary>
    public Fault? Damage { get; private set; }

    public ReadOnlySpan<byte> Bytes => _slab!.Buffer.AsSpan(0, _filled);

    public bool IsFull => _filled == _slab!.Buffer.Length;

    /// <summary>True while the slab is one for a message that no ordinary slab holds.</summary>
    public bool IsLarge => _slab!.Buffer.Length > SlabPool.SlabSize;

    /// <summary>Begins at the place where the source stands.</summary>
    public async ValueTask OpenAsync(long offset, CancellationToken cancellation)
    {
        _slab = await pool.RentAsync(cancellation).ConfigureAwait(false);
        Offset = offset;
    }

    /// <summary>Reads a part of what there is room for.</summary>
    public async ValueTask FillAsync(CancellationToken cancellation)
    {
        int room = Math.Min(ReadSize, _slab!.Buffer.Length - _filled);
        if (room == 0 || IsLast)
            return;
        try
        {
            int read = await source.ReadAsync(_slab.Buffer.AsMemory(_filled, room), cancellation).ConfigureAwait(false);
            _filled += read;
            IsLast = read == 0;
        }
        catch (Exception e) when (DamagedSource.Describe(e) is { } description)
        {
            Damage = new Fault(description.Kind, archive, Offset + _filled, description.Detail);
            IsLast = true;
        }
    }

    /// <summary>Hands out the slab and goes on in the next one, with the bytes from <paramref name="keep"/> on.</summary>
    public Slab MoveTo(Slab next, int keep)
    {
        Bytes[keep..].CopyTo(next.Buffer);
        Slab full = Take();
        _slab = next;
        Shift(keep);
        return full;
    }

    /// <summary>Hands out the slab, after which there is nothing to read into.</summary>
    public Slab Take()
    {
        Slab slab = _slab!;
        _slab = null;
        return slab;
    }

    /// <summary>Hands out the slab; the bytes from <paramref name="keep"/> on are aside until <see cref="BringBackAsync"/>.</summary>
    public Slab Take(int keep, out byte[] aside)
    {
        aside = Bytes[keep..].ToArray();
        Shift(keep);
        return Take();
    }

    /// <summary>Goes on in a slab that holds what was put aside.</summary>
    public async ValueTask BringBackAsync(byte[] aside, CancellationToken cancellation)
    {
        _slab = aside.Length < SlabPool.SlabSize
            ? await pool.RentAsync(cancellation).ConfigureAwait(false)
            : await pool.RentLargeAsync(aside.Length + ReadSize, cancellation).ConfigureAwait(false);
        aside.CopyTo(_slab.Buffer, 0);
    }

    /// <summary>Makes room behind the bytes from <paramref name="keep"/> on: in the same slab, in a larger one, or in an ordinary one again.</summary>
    /// <param name="mostBytes">Bytes that are never needed at a time.</param>
    public async ValueTask MakeRoomAsync(int keep, long mostBytes, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> kept = _slab!.Buffer.AsMemory(keep, _filled - keep);
        if (kept.Length > SlabPool.SlabSize / 2)
            await EnlargeAsync(kept, mostBytes, cancellation).ConfigureAwait(false);
        else if (!IsLarge)
            kept.Span.CopyTo(_slab.Buffer);
        else
        {
            // The large slab is given back before an ordinary one is asked for, so that readers never wait for each other.
            byte[] aside = kept.ToArray();
            Take().Dispose();
            await BringBackAsync(aside, cancellation).ConfigureAwait(false);
        }
        Shift(keep);
    }

    public void Dispose() => _slab?.Dispose();

    private async ValueTask EnlargeAsync(ReadOnlyMemory<byte> kept, long mostBytes, CancellationToken cancellation)
    {
        Slab old = _slab!;
        int size = (int)Math.Max(Math.Min(4L * old.Buffer.Length, mostBytes + ReadSize), kept.Length + ReadSize);
        _slab = IsLarge ? pool.Enlarge(old, size) : await pool.RentLargeAsync(size, cancellation).ConfigureAwait(false);
        kept.CopyTo(_slab.Buffer);
        old.Dispose();
    }

    private void Shift(int by)
    {
        Offset += by;
        _filled -= by;
    }
}
