namespace BulkVerify.Digests;

/// <summary>A growing buffer that is reused from message to message. Not thread-safe.</summary>
internal sealed class ScratchBuffer
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(64 << 10);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    /// <summary>At least <paramref name="length"/> writable bytes after what is written; <see cref="Advance"/> says how many were.</summary>
    public Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        return _bytes.AsSpan(Length);
    }

    public void Advance(int length) => Length += length;

    /// <summary>Drops everything after the first <paramref name="length"/> bytes.</summary>
    public void Cut(int length) => Length = length;
}
